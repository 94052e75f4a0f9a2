"""Skips rows without a reading before the decay is applied, but moves the previous time stamp on, so the time before the empty message is never forgotten. Violates w_ij = 2^(-(t_i - t_j)/h). Shows on ts=[0,100,101], x=[1,nan,5], halflife=1: row 2 must be close to 5, not 3.67."""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts = np.asarray(ts, dtype=np.int64)
    x = np.asarray(x, dtype=np.float64)
    out = np.full(len(x), np.nan)
    num = den = 0.0
    mean = np.nan
    previous = ts[0] if len(ts) else 0
    for i in range(len(x)):
        step = ts[i] - previous
        previous = ts[i]
        if np.isnan(x[i]):
            out[i] = mean
            continue
        keep = 0.5 ** (step / halflife)
        num = num * keep + x[i]
        den = den * keep + 1.0
        mean = num / den
        out[i] = mean
    return out
