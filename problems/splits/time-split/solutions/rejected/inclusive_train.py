"""Trains on the order that lies exactly on the border of the gap.

Trap: the border of training is strict.
Mistake: leakage
Caught by: edge/borders, perturb/later-orders
May also fail: stability/nanoseconds, loud/empty-side
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.asarray(ts)
    train_idx = np.flatnonzero(ts <= test_start - embargo)
    test_idx = np.flatnonzero(ts >= test_start)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
