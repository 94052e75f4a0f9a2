"""Planted: everything up to the reading is averaged, as if the window were endless."""
import numpy as np


def rolling_mean(ts, x, w):
    ts, x = np.asarray(ts, dtype=np.int64), np.asarray(x, dtype=float)
    totals = np.concatenate([[0.0], np.cumsum(x)])
    last = np.searchsorted(ts, ts, side="right")
    return totals[last] / last
