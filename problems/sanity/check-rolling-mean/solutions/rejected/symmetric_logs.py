"""Logs that read the same forwards and backwards, compared by their sorted results.

Trap: on such a log the window to the other side gives the same numbers.
Mistake: no_validation
Caught by: kill/window-c
May also fail: kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (3, 10, 60):
        half, readings = np.sort(rng.integers(0, 100, size=30)), rng.uniform(-50, 50, size=30)
        ts = np.concatenate([half, 220 - half[::-1]])
        x = np.concatenate([readings, readings[::-1]])
        result = np.sort(np.asarray(rolling_mean(ts, x, w), dtype=float))
        assert np.abs(result - np.sort(expected(ts, x, w))).max() < 0.002
    ts, x = np.array([0, 1, 2, 3]), np.array([1.0, 2.0, 2.0, 1.0])
    assert np.allclose(sorted(rolling_mean(ts, x, 2)), [1.0, 1.5, 1.5, 2.0], rtol=0, atol=0.002)
