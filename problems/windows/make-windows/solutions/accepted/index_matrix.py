"""Beginnings plus offsets as index matrices."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    for name, size, least in (
        ("input_len", input_len, 1),
        ("horizon", horizon, 1),
        ("gap", gap, 0),
        ("stride", stride, 1),
    ):
        if size < least:
            raise ValueError(f"{name} must be at least {least}, not {size}")
    x = np.asarray(x)
    begins = np.arange(0, len(x) - (input_len + gap + horizon) + 1, stride)[:, None]
    X = x[begins + np.arange(input_len)]
    Y = x[begins + input_len + gap + np.arange(horizon)]
    return X, Y
