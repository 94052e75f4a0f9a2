"""Does not look at the sign of the embargo. Violates "Raise ValueError if embargo is negative".
Shows on ts = [1690000000000000000, 1700000000000000000], test_start = 1700000000000000000, embargo = -1: position 1 is on both sides."""
import numpy as np


def time_split(ts, test_start, embargo):
    t = np.asarray(ts, dtype=np.int64)
    train = np.flatnonzero(t < test_start - embargo)
    test = np.flatnonzero(t >= test_start)
    if train.size == 0 or test.size == 0:
        raise ValueError("one side would be empty")
    return train, test
