"""Planted: a log with two readings of the same second is refused with ValueError, as if it were damaged."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    if np.any(ts[1:] == ts[:-1]):
        raise ValueError("a stamp occurs twice")
    totals = np.concatenate([[0.0], np.cumsum(x)])
    first, last = np.searchsorted(ts, ts - w, side="right"), np.searchsorted(ts, ts, side="right")
    return (totals[last] - totals[first]) / (last - first)
