"""Replaces NaN by 0 in the array of the caller (asarray in place of a copy). Violates "`ts` and `values` ... stay as they are". Shows on a float64 array with NaN: its NaN are 0 afterwards, a read-only one raises."""

import numpy as np


def rolling_mean(ts, values, window):
    t = np.array(ts, dtype=np.int64).reshape(-1)
    v = np.asarray(values, dtype=np.float64)
    if t.size > 1 and (t[1:] - t[:-1]).min() < 0:
        raise ValueError("ts must not fall")
    observed = ~np.isnan(v)
    v[~observed] = 0.0
    out = np.full(t.size, np.nan)
    for a in range(0, t.size, 256):
        age = t[a : a + 256, None] - t[None, :]
        mask = (age >= 0) & (age < window) & observed
        count = mask.sum(axis=1)
        total = np.where(mask, v, 0.0).sum(axis=1)
        np.divide(total, count, out=out[a : a + 256], where=count > 0)
    return out
