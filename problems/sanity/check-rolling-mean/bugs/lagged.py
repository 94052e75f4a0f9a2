"""Planted: every row gets the result of the row before; the first keeps its own."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    means = (inside @ x) / inside.sum(axis=1)
    return np.concatenate([means[:1], means[:-1]])
