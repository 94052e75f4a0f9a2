"""Rows without a reading are removed first, and only the remaining times are tested for order. Violates "`ts` never falls from one row to the next. If it does, the log is broken: raise `ValueError`." Shows on ts=[100, 50, 200], values=[1.0, nan, 2.0], window=10: no error."""

import math

import numpy as np


def rolling_mean(ts, values, window):
    ts = np.asarray(ts, dtype=np.int64)
    values = np.asarray(values, dtype=np.float64)
    ok = ~np.isnan(values)
    t, v = ts[ok], values[ok]
    if np.any(np.diff(t) < 0):
        raise ValueError("ts falls")
    out = np.full(len(ts), np.nan)
    lo = np.searchsorted(t, ts - window, side="right")
    hi = np.searchsorted(t, ts, side="right")
    for i in range(len(ts)):
        if hi[i] > lo[i]:
            out[i] = math.fsum(v[lo[i] : hi[i]]) / (hi[i] - lo[i])
    return out
