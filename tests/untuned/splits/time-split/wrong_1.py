"""Converts the times to float64, which has 53 bits. Violates "count to the last nanosecond".
Shows on ts = [1600000000000000000, 1699999999999999999, 1700000000000000001], test_start = 1700000000000000000, embargo = 0:
position 1 is tested."""
import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("embargo")
    t = np.asarray(ts, dtype=float)
    train = np.flatnonzero(t < test_start - embargo)
    test = np.flatnonzero(t >= test_start)
    if len(train) == 0 or len(test) == 0:
        raise ValueError("empty side")
    return train, test
