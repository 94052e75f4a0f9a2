"""Checks the test side only. Violates "Raise ValueError ... if one of the two sides would be empty".
Shows on ts = [1710000000000000000], test_start = 1700000000000000000, embargo = 0: an empty training side comes back."""
import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("embargo")
    t = np.asarray(ts, dtype=np.int64)
    test = np.flatnonzero(t >= test_start)
    if len(test) == 0:
        raise ValueError("no order in the test period")
    train = np.flatnonzero(t < test_start - embargo)
    return train, test
