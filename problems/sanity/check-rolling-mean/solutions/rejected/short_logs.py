"""The window is longer than any log.

Trap: as long as no reading leaves the window, nobody knows that it would.
Mistake: no_validation
Caught by: kill/window-a, kill/length-b
May also fail: kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for n in (1, 5, 40):
        ts = np.sort(rng.integers(1_700_000_000, 1_700_000_100, size=n))
        x = rng.uniform(-50, 50, size=n)
        assert np.allclose(rolling_mean(ts, x, 3600), expected(ts, x, 3600), rtol=0, atol=0.002)
