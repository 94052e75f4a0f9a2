"""Leaves the first moment of the test period out.

Trap: the border of the test period is inclusive.
Mistake: edge_cases_late
Caught by: edge/borders
May also fail: stability/nanoseconds
"""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    ts = np.asarray(ts)
    train_idx = np.flatnonzero(ts < test_start - embargo)
    test_idx = np.flatnonzero(ts > test_start)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
