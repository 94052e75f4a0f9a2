"""Searches both borders in the file as it comes.

Trap: binary search in rows that are in no order finds something, without a complaint.
Mistake: shapes_assumed
Caught by: oracle/ordinary, metamorphic/row-order
May also fail: edge/borders, stability/nanoseconds, hygiene/inputs
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.asarray(ts)
    train_idx = np.arange(np.searchsorted(ts, test_start - embargo))
    test_idx = np.arange(np.searchsorted(ts, test_start), len(ts))
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
