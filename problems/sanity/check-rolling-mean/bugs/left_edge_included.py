"""Planted: a reading of exactly w seconds ago still counts."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    totals = np.concatenate([[0.0], np.cumsum(x)])
    first, last = np.searchsorted(ts, ts - w, side="left"), np.searchsorted(ts, ts, side="right")
    return (totals[last] - totals[first]) / (last - first)
