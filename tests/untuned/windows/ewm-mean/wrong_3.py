"""Keeps one value per second (the mean after the last row of the second) and gives it to all rows of that second. Violates "Rows of the same second count in the order in which they stand: a row does not see those after it." Shows on ts=[5,5], x=[0,10]: row 0 becomes 5."""

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
    final = dict(zip(times, out.tolist()))
    return np.array([final[t] for t in times], dtype=np.float64)
