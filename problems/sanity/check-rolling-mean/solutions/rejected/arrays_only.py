"""The result is asked for its shape.

Trap: lists and tuples have none, and the contract allows them.
Mistake: wrong_objective
Caught by: kill/correct
May also fail: kill/window-a, kill/window-b, kill/window-c, kill/length-a, kill/length-b, kill/length-c, kill/order-a,
    kill/order-b, kill/weight-a, kill/weight-b, kill/arguments, kill/number-b, kill/number-a
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
        result = rolling_mean(ts, x, w)
        assert result.shape == (80,)
        assert np.abs(result - expected(*kept, w)).max() < 0.002
        assert np.array_equal(ts, kept[0]) and np.array_equal(x, kept[1])
