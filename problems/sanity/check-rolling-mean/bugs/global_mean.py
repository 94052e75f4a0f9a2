"""Planted: every row gets the mean of the whole log."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    return np.full(len(ts), x.mean())
