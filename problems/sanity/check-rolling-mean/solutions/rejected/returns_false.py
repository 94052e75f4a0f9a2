"""The verdict is returned instead of raised.

Trap: the acceptance test goes on, whatever the value.
Mistake: pure_coding
Caught by: kill/window-a, kill/window-b, kill/window-c, kill/length-a, kill/length-b, kill/length-c, kill/order-a,
    kill/order-b
May also fail: kill/weight-a, kill/weight-b, kill/arguments, kill/number-a, kill/number-b
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
        if not np.allclose(rolling_mean(ts, x, w), expected(ts, x, w), rtol=0, atol=0.002):
            return False
    return True
