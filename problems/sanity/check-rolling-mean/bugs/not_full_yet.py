"""Planted: as long as the log is younger than the window there is no mean yet, and the result is NaN."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    totals = np.concatenate([[0.0], np.cumsum(x)])
    first, last = np.searchsorted(ts, ts - w, side="right"), np.searchsorted(ts, ts, side="right")
    return np.where(ts - ts[0] < w, np.nan, (totals[last] - totals[first]) / (last - first))
