"""Irregular logs in which no two readings share a stamp.

Trap: only readings of the same second show whether their order matters.
Mistake: no_validation
Caught by: kill/order-a
May also fail: kill/weight-a, kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (3, 10, 50):
        ts = np.sort(rng.permutation(200)[:80])
        x = rng.uniform(-50, 50, size=80)
        assert np.allclose(rolling_mean(ts, x, w), expected(ts, x, w), rtol=0, atol=0.002)
