"""Planted: the window of w seconds lies around the reading, half of it in the future."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    totals = np.concatenate([[0.0], np.cumsum(x)])
    first, last = np.searchsorted(2 * ts, 2 * ts - w, side="right"), np.searchsorted(2 * ts, 2 * ts + w, side="right")
    return (totals[last] - totals[first]) / (last - first)
