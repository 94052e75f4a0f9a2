"""Terse: preallocated arrays filled row by row. Open point: the dtype; here the dtype of x is kept (an empty list gives float64)."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    L, H, g, s = input_len, horizon, gap, stride
    if L < 1 or H < 1 or g < 0 or s < 1:
        raise ValueError
    x = np.asarray(x)
    starts = range(0, len(x) - (L + g + H) + 1, s)
    X, Y = np.empty((len(starts), L), x.dtype), np.empty((len(starts), H), x.dtype)
    for r, b in enumerate(starts):
        X[r], Y[r] = x[b : b + L], x[b + L + g : b + L + g + H]
    return X, Y
