"""Plain loop over the readings, keeping numerator and denominator and decaying both by the time since the last reading. Open point: a row without a reading after the first one; here it repeats the latest mean (the formula with j <= i, whose ratio does not change without a new reading)."""

import math

import numpy as np


def ewm_mean(ts, x, halflife):
    times = np.asarray(ts).tolist()
    readings = np.asarray(x).tolist()
    out = np.full(len(times), np.nan)
    num = den = 0.0
    last = None
    mean = math.nan
    for i, (t, value) in enumerate(zip(times, readings)):
        if not math.isnan(value):
            keep = 1.0 if last is None else 2.0 ** -((t - last) / halflife)
            num = num * keep + value
            den = den * keep + 1.0
            mean = num / den
            last = t
        out[i] = mean
    return out
