"""Temperatures in long plateaus, looked at where each has lasted for a while.

Trap: where the readings no longer change, a delay of one row does not show.
Mistake: no_validation
Caught by: kill/order-b
May also fail: kill/window-a, kill/weight-a, kill/arguments, kill/number-b
"""
import numpy as np


def check(rolling_mean):
    ts = np.concatenate([np.arange(0, 100, 2), np.arange(100, 106), np.arange(106, 300, 9)])
    x = np.where(ts < 100, 4.0, np.where(ts < 200, 30.0, -12.0))
    result = np.asarray(rolling_mean(ts, x, 10), dtype=float)
    for start, end, level in ((0, 100, 4.0), (100, 200, 30.0), (200, 300, -12.0)):
        late = (ts >= start + 20) & (ts < end)
        assert np.abs(result[late] - level).max() < 0.002
    busy = np.asarray(rolling_mean(np.array([8, 8]), np.array([0.0, 4.0]), 5), dtype=float)
    assert np.abs(busy - 2.0).max() < 0.002
