"""The expected values are computed on the sorted log and compared in that order.

Trap: results belong to the rows as they were given, so right implementations are rejected.
Mistake: wrong_objective
Caught by: kill/correct, kill/order-c
May also fail: kill/number-b
"""
import numpy as np


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (1, 3, 10, 50):
        ts, x = rng.integers(0, 200, size=80), rng.uniform(-50, 50, size=80)
        order = np.argsort(ts, kind="stable")
        stamps = ts[order]
        inside = (stamps[None, :] > stamps[:, None] - w) & (stamps[None, :] <= stamps[:, None])
        right = (inside @ x[order]) / inside.sum(axis=1)
        assert np.abs(np.asarray(rolling_mean(ts, x, w), dtype=float) - right).max() < 0.002
