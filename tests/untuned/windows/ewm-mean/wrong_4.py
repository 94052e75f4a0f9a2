"""Adds a small epsilon to the denominator against division by zero. Violates "the same tolerance of 10^-9, relative and absolute". Shows on ts=[0], x=[100.0]: 99.999999 instead of 100."""

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
            mean = num / (den + 1e-8)
            last = t
        out[i] = mean
    return out
