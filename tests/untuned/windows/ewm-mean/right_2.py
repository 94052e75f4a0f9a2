"""Vectorised: an associative scan in log2(n) rounds over (decay, numerator, denominator) of the readings; only decays between neighbours are ever formed, so nothing overflows. Open point: rows without a reading; here they are NaN, always."""

import numpy as np


def ewm_mean(ts, x, halflife):
    x = np.asarray(x, dtype=np.float64)
    ts = np.asarray(ts).astype(np.int64)
    out = np.full(len(x), np.nan)
    rows = np.flatnonzero(~np.isnan(x))
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
