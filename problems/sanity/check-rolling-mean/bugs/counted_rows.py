"""Planted: the last w rows are averaged, whatever their age."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    totals = np.concatenate([[0.0], np.cumsum(x)])
    last = np.arange(len(ts)) + 1
    first = np.maximum(last - w, 0)
    return (totals[last] - totals[first]) / (last - first)
