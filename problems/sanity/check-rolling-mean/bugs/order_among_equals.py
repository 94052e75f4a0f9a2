"""Planted: of the readings of the same second only those that stand before count."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    totals = np.concatenate([[0.0], np.cumsum(x)])
    first, last = np.searchsorted(ts, ts - w, side="right"), np.arange(len(ts)) + 1
    return (totals[last] - totals[first]) / (last - first)
