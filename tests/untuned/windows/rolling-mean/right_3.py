"""Prefix sums in exact rational arithmetic (Fraction): differences of prefix sums cannot cancel. Bounds by bisect."""

from bisect import bisect_right
from fractions import Fraction
from itertools import accumulate

import numpy as np


def rolling_mean(ts, values, window):
    t = np.asarray(ts).tolist()
    if any(b < a for a, b in zip(t, t[1:])):
        raise ValueError("broken log")
    v = np.asarray(values).tolist()
    sums = list(accumulate((Fraction(0) if z != z else Fraction(z) for z in v), initial=Fraction(0)))
    seen = list(accumulate((int(z == z) for z in v), initial=0))
    out = np.empty(len(t))
    for i, now in enumerate(t):
        lo, hi = bisect_right(t, now - window), bisect_right(t, now)
        k = seen[hi] - seen[lo]
        out[i] = float((sums[hi] - sums[lo]) / k) if k else np.nan
    return out
