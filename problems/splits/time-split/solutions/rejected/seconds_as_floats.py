"""Turns the times into seconds as floats first.

Trap: a double cannot hold a nanosecond of this century.
Mistake: pure_coding
Caught by: stability/nanoseconds
May also fail: loud/empty-side
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.asarray(ts) / 1e9
    train_idx = np.flatnonzero(ts < (test_start - embargo) / 1e9)
    test_idx = np.flatnonzero(ts >= test_start / 1e9)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
