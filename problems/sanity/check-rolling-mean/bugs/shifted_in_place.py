"""Planted: the mean of the log is subtracted from the caller's own readings; the results themselves are right."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, totals = np.asarray(ts, dtype=np.int64), np.concatenate([[0.0], np.cumsum(x)])
    x[:] = x - totals[-1] / len(x)
    first, last = np.searchsorted(ts, ts - w, side="right"), np.searchsorted(ts, ts, side="right")
    return ((totals[last] - totals[first]) / (last - first)).tolist()
