"""Planted: a reading counts once for every second of the window until the next one comes."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    result = np.empty(len(ts))
    for i, now in enumerate(ts):
        inside = np.flatnonzero((ts > now - w) & (ts <= now))
        ends = np.append(ts[inside][1:], now + 1)
        weight = ends - ts[inside]
        result[i] = (weight * x[inside]).sum() / weight.sum()
    return result
