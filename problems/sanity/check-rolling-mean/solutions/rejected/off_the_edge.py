"""No reading is exactly as old as the window is long.

Trap: whether the far end belongs to the window shows only in a reading that stands on it.
Mistake: no_validation
Caught by: kill/window-a
May also fail: kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (35, 105):
        ts = 10 * np.sort(rng.integers(0, 60, size=80))
        x = rng.uniform(-50, 50, size=80)
        assert np.allclose(rolling_mean(ts, x, w), expected(ts, x, w), rtol=0, atol=0.002)
