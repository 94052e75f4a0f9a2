"""All readings of a log carry the same stamp.

Trap: in a single second every window is the whole log.
Mistake: no_validation
Caught by: kill/window-a, kill/window-b, kill/window-c, kill/length-b, kill/length-c,
    kill/order-b
May also fail: kill/weight-a, kill/number-b
"""
import numpy as np


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for n in (5, 12):
        x = rng.uniform(-50, 50, size=n)
        result = np.asarray(rolling_mean(np.full(n, 77), x, 4), dtype=float)
        assert result.shape == (n,)
        assert np.abs(result - x.mean()).max() < 0.002
