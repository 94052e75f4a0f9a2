"""Later readings are changed, and earlier results must stay.

Trap: a window that never looks ahead can be wrong in many other ways.
Mistake: no_validation
Caught by: kill/window-a, kill/length-a, kill/length-b, kill/order-a, kill/order-b
May also fail: kill/weight-a, kill/weight-b, kill/arguments, kill/number-b
"""
import numpy as np


def check(rolling_mean):
    rng = np.random.default_rng(0)
    ts = np.sort(rng.integers(0, 300, size=60))
    x = rng.uniform(-50, 50, size=60)
    for cut in range(5, 60, 5):
        later = ts > ts[cut]
        changed = np.where(later, -x + 20.0, x)
        first, second = rolling_mean(ts, x, 20), rolling_mean(ts, changed, 20)
        kept = np.flatnonzero(~later)
        assert len(first) == len(second) == 60
        assert all(abs(first[i] - second[i]) < 0.003 for i in kept)
