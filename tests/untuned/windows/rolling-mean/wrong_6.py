"""The result takes the dtype of the values, so whole levels give means that are cut off. Violates "The result is a new float64 array" and "Whole levels may have an integer dtype". Shows on values=np.array([1, 2]), ts=[0, 1], window=10: [1, 1] as integers."""

import math

import numpy as np


def rolling_mean(ts, values, window):
    t = [int(v) for v in ts]
    v = [float(z) for z in values]
    for before, after in zip(t, t[1:]):
        if after < before:
            raise ValueError("the log goes back in time")
    n = len(t)
    out = np.zeros_like(np.asarray(values))
    if out.dtype.kind == "f":
        out[:] = np.nan
    left = right = 0
    for i in range(n):
        if i > 0 and t[i] == t[i - 1]:
            out[i] = out[i - 1]
            continue
        while right < n and t[right] <= t[i]:
            right += 1
        while t[left] <= t[i] - int(window):
            left += 1
        good = [z for z in v[left:right] if z == z]
        if good:
            out[i] = math.fsum(good) / len(good)
    return out
