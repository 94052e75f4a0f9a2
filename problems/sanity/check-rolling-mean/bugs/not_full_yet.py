"""Planted: as long as the log is younger than the window there is no mean yet, and the result is NaN."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return np.where(ts - ts[0] < w, np.nan, (inside @ x) / inside.sum(axis=1))
