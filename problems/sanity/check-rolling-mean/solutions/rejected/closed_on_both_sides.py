"""The expected values include the reading at the far end.

Trap: an expectation that nobody checked rejects right implementations and trusts those with the same fault.
Mistake: wrong_objective
Caught by: kill/correct, kill/window-a
May also fail: kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] >= ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (3, 10, 50):
        ts = np.sort(rng.integers(0, 200, size=80))
        x = rng.uniform(-50, 50, size=80)
        assert np.allclose(rolling_mean(ts, x, w), expected(ts, x, w), rtol=0, atol=0.002)
