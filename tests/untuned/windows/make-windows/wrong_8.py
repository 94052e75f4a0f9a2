"""Drops the rows whose targets contain a NaN, since they cannot be trained on. Violates "Rows go on, from r = 0, as long as the whole of Y_r lies inside the series" and "NaN included". Shows on x=[1,2,nan,4], input_len=1, horizon=1, gap=0, stride=1."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    for name, size, least in (("input_len", input_len, 1), ("horizon", horizon, 1), ("gap", gap, 0), ("stride", stride, 1)):
        if size < least:
            raise ValueError(f"{name} must be at least {least}")
    x = np.asarray(x)
    k = max(0, (len(x) - input_len - gap - horizon) // stride + 1)
    begin = np.arange(k)[:, None] * stride
    X = x[begin + np.arange(input_len)]
    Y = x[begin + input_len + gap + np.arange(horizon)]
    keep = ~np.isnan(Y).any(axis=1)
    return X[keep], Y[keep]
