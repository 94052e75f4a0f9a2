"""The targets are a strided view into the series, not a copy (X is copied). Violates "the results own their memory: writing into them must not reach `x`". Shows on a float64 array x: Y is a view of it, overlapping rows share memory."""

import numpy as np
from numpy.lib.stride_tricks import as_strided


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("size out of range")
    x = np.asarray(x, dtype=np.float64)
    span = input_len + gap + horizon
    if x.size < span:
        return np.empty((0, input_len)), np.empty((0, horizon))
    k = (x.size - span) // stride + 1
    step = x.strides[0]
    X = as_strided(x, (k, input_len), (stride * step, step)).copy()
    Y = as_strided(x[input_len + gap :], (k, horizon), (stride * step, step))
    return X, Y
