"""Planted: a reading counts once for every second of the window until the next one comes."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    covered = np.concatenate([[0.0], np.cumsum(np.diff(ts) * x[:-1])])
    first, last = np.searchsorted(ts, ts - w, side="right"), np.searchsorted(ts, ts, side="right") - 1
    return (covered[last] - covered[first] + x[last]) / (ts + 1 - ts[first])
