"""One slice per row, copied into arrays of the right size."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if any(size < 1 for size in (input_len, horizon, stride)) or gap < 0:
        raise ValueError("input_len, horizon and stride must be at least 1, gap at least 0")
    to_target = input_len + gap
    begins = range(0, len(x) - to_target - horizon + 1, stride)
    X = np.empty((len(begins), input_len))
    Y = np.empty((len(begins), horizon))
    for row, begin in enumerate(begins):
        X[row] = x[begin : begin + input_len]
        Y[row] = x[begin + to_target : begin + to_target + horizon]
    return X, Y
