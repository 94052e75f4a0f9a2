"""Only the first two rows are compared.

Trap: most of what goes wrong needs a longer past.
Mistake: no_validation
Caught by: kill/window-a, kill/length-b
May also fail: kill/number-b
"""
import numpy as np


def expected(ts, x, w):
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)


def check(rolling_mean):
    rng = np.random.default_rng(0)
    for gap in (0, 2, 9):
        ts = np.array([100, 100 + gap, 100 + gap, 103 + gap, 200])
        x = rng.uniform(-50, 50, size=5)
        result = rolling_mean(ts, x, 10)
        assert np.allclose(result[:2], expected(ts, x, 10)[:2], rtol=0, atol=0.002)
