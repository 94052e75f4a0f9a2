"""Zeroes the missing readings in the array it was given. Violates "The arrays belong to the caller: leave them as they are." Shows on any float64 array x with NaN: it is changed afterwards (a read-only one raises)."""

import numpy as np


def ewm_mean(ts, x, halflife):
    x = np.asarray(x, dtype=np.float64)
    ts = np.asarray(ts).astype(np.int64)
    out = np.full(len(x), np.nan)
    missing = np.isnan(x)
    x[missing] = 0.0
    rows = np.flatnonzero(~missing)
    if len(rows) == 0:
        return out
    decay = np.ones(len(rows))
    decay[1:] = np.exp2(-np.diff(ts[rows]) / halflife)
    num = x[rows]
    den = np.ones(len(rows))
    step = 1
    while step < len(rows):
        new_num, new_den, new_decay = num.copy(), den.copy(), decay.copy()
        new_num[step:] += decay[step:] * num[:-step]
        new_den[step:] += decay[step:] * den[:-step]
        new_decay[step:] *= decay[:-step]
        num, den, decay = new_num, new_den, new_decay
        step *= 2
    out[rows] = num / den
    return out
