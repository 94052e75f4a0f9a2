"""Vectorised: searchsorted for the bounds and a table of sums over 1, 2, 4, ... readings for the window sums, so only readings of the window are ever added."""

import numpy as np


def rolling_mean(ts, values, window):
    ts = np.asarray(ts).astype(np.int64)
    values = np.asarray(values, dtype=np.float64)
    if np.any(ts[1:] < ts[:-1]):
        raise ValueError("ts falls")
    out = np.full(len(ts), np.nan)
    ok = ~np.isnan(values)
    t, v = ts[ok], values[ok]
    if len(t) == 0:
        return out
    w = min(int(window), int(ts[-1] - ts[0]) + 1)
    lo = np.searchsorted(t, ts - w, side="right")
    count = np.searchsorted(t, ts, side="right") - lo
    total = np.zeros(len(ts))
    at, block, step = lo.copy(), v, 1
    while step <= len(v):
        use = (count & step) > 0
        total[use] += block[at[use]]
        at[use] += step
        if 2 * step <= len(v):
            block = block[:-step] + block[step:]
        step *= 2
    np.divide(total, count, out=out, where=count > 0)
    return out
