"""Planted: readings of the same second are averaged first, so each of them counts less."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    seconds, group = np.unique(ts, return_inverse=True)
    totals = np.concatenate([[0.0], np.cumsum(np.bincount(group, weights=x) / np.bincount(group))])
    first, last = np.searchsorted(seconds, seconds - w, side="right"), np.arange(len(seconds)) + 1
    return ((totals[last] - totals[first]) / (last - first))[group]
