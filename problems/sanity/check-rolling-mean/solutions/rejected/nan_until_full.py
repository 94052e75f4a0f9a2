"""Rows whose window reaches back before the log are expected to be NaN.

Trap: the contract averages what is there.
Mistake: wrong_objective
Caught by: kill/correct
May also fail: kill/number-a, kill/number-b
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
        right = np.where(ts - w < ts[0] - 1, np.nan, expected(ts, x, w))
        assert np.allclose(rolling_mean(ts, x, w), right, rtol=0, atol=0.002, equal_nan=True)
