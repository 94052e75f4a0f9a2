"""Readings so far apart that each is its own mean.

Trap: windows of one reading are alike, whichever way they look.
Mistake: no_validation
Caught by: kill/window-b, kill/window-c, kill/order-a
May also fail: kill/weight-a, kill/weight-b, kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    ts = np.cumsum(rng.integers(10, 300, size=60))
    x = rng.uniform(-50, 50, size=60)
    for w in (1, 5, 10):
        assert np.allclose(rolling_mean(ts, x, w), x, rtol=0, atol=0.002)
    close = np.array([0, 9, 10, 500])
    assert abs(rolling_mean(close, np.array([50.0, 10.0, 10.0, 10.0]), 10)[2] - 10.0) < 0.002
