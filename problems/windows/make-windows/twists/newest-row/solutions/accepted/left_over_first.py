"""Drops the hours that are left over, then cuts as before."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    last = len(x) - (input_len + gap + horizon)
    begins = range(last % stride, last + 1, stride)
    X, Y = np.empty((len(begins), input_len)), np.empty((len(begins), horizon))
    for row, begin in enumerate(begins):
        X[row] = x[begin : begin + input_len]
        Y[row] = x[begin + input_len + gap : begin + input_len + gap + horizon]
    return X, Y
