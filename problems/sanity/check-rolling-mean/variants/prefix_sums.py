"""Correct: differences of prefix sums between two binary searches, as a float64 array."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    totals = np.concatenate([[0.0], np.cumsum(x)])
    first = np.searchsorted(ts, ts - w, side="right")
    last = np.searchsorted(ts, ts, side="right")
    return (totals[last] - totals[first]) / (last - first)
