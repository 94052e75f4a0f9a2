"""Averages the readings of one millisecond first and then the window over the distinct times. Violates "All readings in the window weigh the same." Shows on ts=[0,0,5], values=[1,1,4], window=10: row 2 must be 2, not 2.5."""

import math

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    ts = np.array(ts, dtype=np.int64)
    values = np.array(values, dtype=np.float64)
    if np.any(np.diff(ts) < 0):
        raise ValueError("ts falls")
    if len(ts) == 0:
        return np.empty(0)
    level = pd.Series(values).groupby(ts).mean()
    t, v = level.index.to_numpy(), level.to_numpy()
    lo = np.searchsorted(t, t - window, side="right")
    means = {}
    for i in range(len(t)):
        good = [z for z in v[lo[i] : i + 1] if z == z]
        means[t[i]] = math.fsum(good) / len(good) if good else np.nan
    return np.array([means[s] for s in ts])
