"""Vectorised on int64 with np.flatnonzero; the limit s - e is formed from Python integers."""
import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("embargo < 0")
    t = np.asarray(ts, dtype=np.int64)
    start = int(test_start)
    train = np.flatnonzero(t < start - int(embargo))
    test = np.flatnonzero(t >= start)
    if train.size == 0 or test.size == 0:
        raise ValueError("both sides need at least one order")
    return train, test
