"""Planted: the last w rows are averaged, whatever their age."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    place = np.arange(len(ts))
    inside = (place[None, :] > place[:, None] - w) & (place[None, :] <= place[:, None])
    return (inside @ x) / inside.sum(axis=1)
