"""Drops the orders without a time and returns positions in what is left.

Trap: the positions no longer fit the tables of the callers.
Mistake: shapes_assumed
Caught by: oracle/unknown-times
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo must not be negative")
    ts = np.asarray(ts)
    ts = ts[ts != -1]
    train_idx = np.flatnonzero(ts < test_start - embargo)
    test_idx = np.flatnonzero(ts >= test_start)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side has no order with a known time")
    return train_idx, test_idx
