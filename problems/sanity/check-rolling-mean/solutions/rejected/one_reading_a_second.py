"""Every log has one reading per second.

Trap: on a regular log rows and seconds are the same, and no two readings share a stamp.
Mistake: no_validation
Caught by: kill/length-a, kill/order-a
May also fail: kill/weight-a, kill/weight-b, kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    ts = np.arange(40)
    for w in (3, 10):
        x = rng.uniform(-50, 50, size=40)
        assert np.allclose(rolling_mean(ts, x, w), expected(ts, x, w), rtol=0, atol=0.002)
