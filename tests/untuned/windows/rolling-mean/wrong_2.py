"""The window ends at row i itself, so later rows of the same millisecond are missing. Violates "**all** rows with the time of row i belong to it". Shows on ts=[5,5], values=[1,3], window=10: row 0 must be 2."""

import math

import numpy as np


def rolling_mean(ts, values, window):
    t = np.asarray(ts).tolist()
    v = np.asarray(values, dtype=np.float64).tolist()
    if any(b < a for a, b in zip(t, t[1:])):
        raise ValueError("ts falls")
    out = np.full(len(t), np.nan)
    left = 0
    for i in range(len(t)):
        while t[left] <= t[i] - window:
            left += 1
        good = [z for z in v[left : i + 1] if not math.isnan(z)]
        if good:
            out[i] = math.fsum(good) / len(good)
    return out
