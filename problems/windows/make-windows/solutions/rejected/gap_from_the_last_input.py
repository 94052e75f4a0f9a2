"""Counts the gap from the last input, so that a gap of one is none.

Trap: the fence has one post more than it has spaces.
Mistake: leakage
Caught by: oracle/complete-series, oracle/offline-hours, oracle/real-sizes, edge/around-the-end
May also fail: oracle/sparse-rows, metamorphic/every-hour, edge/too-short, hygiene/inputs
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    to_target = input_len + max(gap, 1) - 1
    begins = range(0, len(x) - to_target - horizon + 1, stride)
    X, Y = np.empty((len(begins), input_len)), np.empty((len(begins), horizon))
    for row, begin in enumerate(begins):
        X[row] = x[begin : begin + input_len]
        Y[row] = x[begin + to_target : begin + to_target + horizon]
    return X, Y
