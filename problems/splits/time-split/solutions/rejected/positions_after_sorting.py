"""Sorts the times and returns positions in the sorted file.

Trap: the positions belong to another order of rows than the tables they will index.
Mistake: shapes_assumed
Caught by: oracle/ordinary, metamorphic/row-order
May also fail: edge/borders, stability/nanoseconds, perturb/later-orders
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.sort(ts)
    train_idx = np.flatnonzero(ts < test_start - embargo)
    test_idx = np.flatnonzero(ts >= test_start)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
