"""Stamps that go back have to be refused.

Trap: the contract does not allow such a log, so nothing can be asked of it.
Mistake: wrong_objective
Caught by: kill/correct
May also fail: kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (3, 10, 50):
        ts = np.sort(rng.integers(0, 200, size=80))
        x = rng.uniform(-50, 50, size=80)
        kept = ts.copy(), x.copy()
        assert np.allclose(rolling_mean(ts, x, w), expected(*kept, w), rtol=0, atol=0.002)
        assert np.array_equal(ts, kept[0]) and np.array_equal(x, kept[1])
    try:
        rolling_mean(np.array([5, 3, 9]), np.array([1.0, 2.0, 3.0]), 4)
    except ValueError:
        return
    raise AssertionError("a log that goes back was not refused")
