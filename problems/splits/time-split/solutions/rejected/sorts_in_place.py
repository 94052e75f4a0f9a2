"""Sorts the caller's list or array, then maps back.

Trap: the labels of the same rows are no longer beside their times.
Mistake: no_validation
Caught by: hygiene/inputs
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    order = np.argsort(ts, kind="stable")
    ts.sort()
    ts = np.asarray(ts)
    train_idx = np.sort(order[ts < test_start - embargo])
    test_idx = np.sort(order[ts >= test_start])
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
