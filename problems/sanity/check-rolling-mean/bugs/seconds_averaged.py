"""Planted: readings of the same second are averaged first, so each of them counts less."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    seconds, group = np.unique(ts, return_inverse=True)
    per_second = np.bincount(group, weights=x) / np.bincount(group)
    inside = (seconds[None, :] > seconds[:, None] - w) & (seconds[None, :] <= seconds[:, None])
    return ((inside @ per_second) / inside.sum(axis=1))[group]
