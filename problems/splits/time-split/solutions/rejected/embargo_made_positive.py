"""Takes the absolute value of the embargo.

Trap: a sign error of the caller is repaired in silence.
Mistake: none
Caught by: loud/embargo
"""

import numpy as np


def time_split(ts, test_start, embargo):
    embargo = abs(embargo)
    ts = np.asarray(ts)
    train_idx = np.flatnonzero(ts < test_start - embargo)
    test_idx = np.flatnonzero(ts >= test_start)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side is empty")
    return train_idx, test_idx
