"""Leaves the two conditions as they are.

Trap: -1 is less than every border, so the order is trained on.
Mistake: leakage
Caught by: oracle/unknown-times, loud/only-unknown
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo must not be negative")
    ts = np.asarray(ts)
    train_idx = np.flatnonzero(ts < test_start - embargo)
    test_idx = np.flatnonzero(ts >= test_start)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
