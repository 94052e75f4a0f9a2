"""Decays numerator and denominator at every row, also those without a reading, and divides. After a silence of more than 1,075 half-lives both are 0, and rows without a reading turn from the carried mean into NaN: the open point (rows without a reading) is decided in two ways. Violates "Results must be right there too" for "one silence may last 10^8 of them, at any half-life". Shows on ts=[0,10,5000], x=[3,nan,nan], halflife=1: 3, 3, NaN."""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts = np.asarray(ts, dtype=np.int64)
    x = np.asarray(x, dtype=np.float64)
    out = np.full(len(x), np.nan)
    num = den = 0.0
    for i in range(len(x)):
        if i > 0:
            keep = 2.0 ** (-(ts[i] - ts[i - 1]) / halflife)
            num *= keep
            den *= keep
        if not np.isnan(x[i]):
            num += x[i]
            den += 1.0
        if den > 0.0:
            out[i] = num / den
    return out
