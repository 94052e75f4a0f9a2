"""Sorts by time and returns the positions in the order of time. Violates "positions in ascending order".
Shows on ts = [1690000000000000001, 1690000000000000000, 1710000000000000000], test_start = 1700000000000000000, embargo = 0:
train is [1, 0]."""
import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("embargo")
    t = np.asarray(ts, dtype=np.int64)
    order = np.argsort(t, kind="stable")
    a = np.searchsorted(t[order], test_start - embargo, side="left")
    b = np.searchsorted(t[order], test_start, side="left")
    train, test = order[:a], order[b:]
    if len(train) == 0 or len(test) == 0:
        raise ValueError("empty side")
    return train, test
