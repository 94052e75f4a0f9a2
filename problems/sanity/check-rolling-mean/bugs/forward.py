"""Planted: the readings of the next w seconds are averaged."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    inside = (ts[None, :] >= ts[:, None]) & (ts[None, :] < ts[:, None] + w)
    return (inside @ x) / inside.sum(axis=1)
