"""Trains on the order exactly at the edge of the gap. Violates "train = {i : t_i < s - e}".
Shows on ts = [1600000000000000000, 1699999999999999000, 1700000000000000000], test_start = 1700000000000000000, embargo = 1000:
position 1 is trained on."""
import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("embargo")
    t = np.asarray(ts, dtype=np.int64)
    is_test = t >= test_start
    train = np.flatnonzero((t <= test_start - embargo) & ~is_test)
    test = np.flatnonzero(is_test)
    if len(train) == 0 or len(test) == 0:
        raise ValueError("empty side")
    return train, test
