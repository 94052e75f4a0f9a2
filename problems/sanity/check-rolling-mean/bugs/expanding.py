"""Planted: everything up to the reading is averaged, as if the window were endless."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    inside = ts[None, :] <= ts[:, None]
    return (inside @ x) / inside.sum(axis=1)
