"""Plain loops: two pointers find the window (the right one runs to the last row of the same millisecond), and math.fsum adds the readings in it anew for every time stamp."""

import math

import numpy as np


def rolling_mean(ts, values, window):
    t = [int(v) for v in ts]
    v = [float(z) for z in values]
    for before, after in zip(t, t[1:]):
        if after < before:
            raise ValueError("the log goes back in time")
    n = len(t)
    out = np.full(n, np.nan)
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
