"""Treats a gap of 0 as an error like the other sizes. Violates "gap: g >= 0". Shows on gap=0 with any series."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    for name, size, least in (("input_len", input_len, 1), ("horizon", horizon, 1), ("gap", gap, 1), ("stride", stride, 1)):
        if size < least:
            raise ValueError(f"{name} must be at least {least}")
    x = np.asarray(x)
    k = max(0, (len(x) - input_len - gap - horizon) // stride + 1)
    begin = np.arange(k)[:, None] * stride
    X = x[begin + np.arange(input_len)]
    Y = x[begin + input_len + gap + np.arange(horizon)]
    return X, Y
