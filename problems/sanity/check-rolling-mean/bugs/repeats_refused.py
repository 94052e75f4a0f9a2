"""Planted: a log with two readings of the same second is refused with ValueError, as if it were damaged."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    if np.any(ts[1:] == ts[:-1]):
        raise ValueError("a stamp occurs twice")
    inside = (ts[None, :] > ts[:, None] - w) & (ts[None, :] <= ts[:, None])
    return (inside @ x) / inside.sum(axis=1)
