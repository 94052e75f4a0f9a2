"""Logs in no order, whose results are compared after sorting.

Trap: sorting forgets to which row a result belongs.
Mistake: no_validation
Caught by: kill/order-c
May also fail: kill/number-b, kill/arguments
"""
import numpy as np


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (1, 3, 10, 50):
        ts, x = rng.integers(0, 200, size=80), rng.uniform(-50, 50, size=80)
        inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
        right = np.sort((inside @ x) / inside.sum(axis=1))
        result = np.sort(np.asarray(rolling_mean(ts, x, w), dtype=float))
        assert np.abs(result - right).max() < 0.002
