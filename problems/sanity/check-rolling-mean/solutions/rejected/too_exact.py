"""Results are compared to nine digits.

Trap: the contract grants every gateway a thousandth of a degree.
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
        assert np.allclose(rolling_mean(ts, x, w), expected(*kept, w), rtol=1e-9)
        assert np.array_equal(ts, kept[0]) and np.array_equal(x, kept[1])
