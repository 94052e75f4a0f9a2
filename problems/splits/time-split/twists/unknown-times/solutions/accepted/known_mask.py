"""A mask of the known times joins both conditions."""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo must not be negative")
    ts = np.asarray(ts)
    train_idx = np.flatnonzero((ts != -1) & (ts < test_start - embargo))
    test_idx = np.flatnonzero(ts >= test_start)
    if len(train_idx) == 0 or len(test_idx) == 0:
        raise ValueError("one side has no order with a known time")
    return train_idx, test_idx
