"""Leaves out the order at the very start of the test period. Violates "test = {i : t_i >= s}".
Shows on ts = [1600000000000000000, 1700000000000000000, 1700000000000000001], test_start = 1700000000000000000, embargo = 0:
position 1 is on neither side."""
import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("embargo")
    t = np.asarray(ts, dtype=np.int64)
    train = np.flatnonzero(t < test_start - embargo)
    test = np.flatnonzero(t > test_start)
    if len(train) == 0 or len(test) == 0:
        raise ValueError("empty side")
    return train, test
