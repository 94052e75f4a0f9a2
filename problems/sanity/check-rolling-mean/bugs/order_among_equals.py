"""Planted: of the readings of the same second only those that stand before count."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    first = np.searchsorted(ts, ts - w, side="right")
    return np.array([x[start : i + 1].mean() for i, start in enumerate(first)])
