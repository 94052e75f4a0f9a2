"""Trains on everything before the test period.

Trap: the orders just before the test period have no final label.
Mistake: leakage
Caught by: oracle/ordinary, edge/borders, loud/empty-side, perturb/later-orders
May also fail: hygiene/inputs, stability/nanoseconds, metamorphic/row-order
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.asarray(ts)
    train_idx = np.flatnonzero(ts < test_start)
    test_idx = np.flatnonzero(ts >= test_start)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
