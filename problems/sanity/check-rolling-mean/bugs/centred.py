"""Planted: the window of w seconds lies around the reading, half of it in the future."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    ahead = ts[None, :] - ts[:, None]
    inside = (2 * ahead > -w) & (2 * ahead <= w)
    return (inside @ x) / inside.sum(axis=1)
