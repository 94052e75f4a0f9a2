"""Planted: every row gets the result of the row before; the first keeps its own."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    totals = np.concatenate([[0.0], np.cumsum(x)])
    first, last = np.searchsorted(ts, ts - w, side="right"), np.searchsorted(ts, ts, side="right")
    means = (totals[last] - totals[first]) / (last - first)
    return np.concatenate([means[:1], means[:-1]])
