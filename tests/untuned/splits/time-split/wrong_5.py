"""Sorts the array of times in place for the binary search. Violates "It is left as it is" (and fails on a read-only array).
Shows on ts = np.array([1710000000000000000, 1690000000000000000]): afterwards ts is sorted."""
import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("embargo")
    t = np.asarray(ts, dtype=np.int64)
    order = t.argsort(kind="stable")
    t.sort()
    a = np.searchsorted(t, test_start - embargo, side="left")
    b = np.searchsorted(t, test_start, side="left")
    if a == 0 or b == len(t):
        raise ValueError("empty side")
    return np.sort(order[:a]), np.sort(order[b:])
