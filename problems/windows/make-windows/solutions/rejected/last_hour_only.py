"""Predicts the last hour of the horizon, repeated.

Trap: "six hours ahead" taken for one target per row, and broadcasting hides it.
Mistake: shapes_assumed
Caught by: oracle/complete-series, oracle/offline-hours, oracle/real-sizes, edge/around-the-end
May also fail: oracle/sparse-rows
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    whole = input_len + gap + horizon
    begins = range(0, len(x) - whole + 1, stride)
    X, Y = np.empty((len(begins), input_len)), np.empty((len(begins), horizon))
    for row, begin in enumerate(begins):
        X[row] = x[begin : begin + input_len]
        Y[row] = x[begin + whole - 1]
    return X, Y
