"""Length, and every result between the coldest and the warmest reading.

Trap: any average of the readings lies between them.
Mistake: no_validation
Caught by: kill/window-a, kill/window-b, kill/window-c, kill/length-a, kill/length-b, kill/length-c, kill/order-a,
    kill/order-b
May also fail: kill/weight-a, kill/weight-b, kill/number-b
"""
import numpy as np


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for w in (1, 20, 400):
        ts = np.sort(rng.integers(0, 300, size=60))
        x = rng.uniform(-50, 50, size=60)
        result = np.asarray(rolling_mean(ts, x, w), dtype=float)
        assert result.shape == (60,)
        assert result.min() > x.min() - 0.002 and result.max() < x.max() + 0.002
