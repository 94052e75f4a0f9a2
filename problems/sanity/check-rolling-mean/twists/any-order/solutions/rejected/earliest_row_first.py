"""Only rows of the same second change places.

Trap: a log whose stamps never go back shows nothing of logs whose stamps do.
Mistake: no_validation
Caught by: kill/order-c, kill/order-d
May also fail: kill/number-b, kill/arguments
"""
import numpy as np


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (1, 3, 10, 50):
        ts, x = np.sort(rng.integers(0, 120, size=80)), rng.uniform(-50, 50, size=80)
        order = np.lexsort((rng.random(80), ts))
        inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
        right = (inside @ x[order]) / inside.sum(axis=1)
        assert np.abs(np.asarray(rolling_mean(ts[order], x[order], w), dtype=float) - right).max() < 0.002
