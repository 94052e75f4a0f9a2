"""Differences of one float64 prefix sum. Violates "the level can be 10^9 for an hour, and minutes later it is 0.5 again. There a relative tolerance of 10^-6 holds": after a thousand readings of 10^9 the prefix has steps of 1e-4. Shows on 1,000 rows of 1e9 + 0.3 followed by rows of 0.5 with a window of a few rows."""

import numpy as np


def rolling_mean(ts, values, window):
    ts = np.asarray(ts, dtype=np.int64)
    values = np.asarray(values, dtype=np.float64)
    if np.any(np.diff(ts) < 0):
        raise ValueError("ts falls")
    ok = ~np.isnan(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(ok, values, 0.0))])
    seen = np.concatenate([[0], np.cumsum(ok)])
    lo = np.searchsorted(ts, ts - window, side="right")
    hi = np.searchsorted(ts, ts, side="right")
    count = seen[hi] - seen[lo]
    out = np.full(len(ts), np.nan)
    np.divide(sums[hi] - sums[lo], count, out=out, where=count > 0)
    return out
