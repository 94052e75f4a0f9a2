"""The result is allocated with empty_like(x), so a log of integers gets an integer result and the means are cut off. Violates "new float64 array" and "a log without gaps may hold integers". Shows on ts=[0,10], x=np.array([1,2]), halflife=10."""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts = np.asarray(ts, dtype=np.int64)
    x = np.asarray(x)
    out = np.empty_like(x)
    mean, weight, last = np.nan, 0.0, 0
    for i in range(len(x)):
        if x[i] == x[i]:
            weight = weight * 0.5 ** ((int(ts[i]) - last) / halflife) + 1.0 if weight else 1.0
            last = int(ts[i])
            mean = x[i] if weight == 1.0 else mean + (x[i] - mean) / weight
        out[i] = mean
    return out
