"""The number of rows is int((n - span) / stride) + 1, which rounds towards zero: a series that is short by less than one stride still gets a row, whose targets are padded with NaN. Violates "as long as the whole of Y_r lies inside the series". Shows on x=[1,2,3], input_len=2, horizon=2, gap=0, stride=3: shape (1, 2) instead of (0, 2)."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if input_len < 1 or horizon < 1 or gap < 0 or stride < 1:
        raise ValueError("a size is outside its range")
    x = np.asarray(x, dtype=np.float64)
    span = input_len + gap + horizon
    k = max(0, int((len(x) - span) / stride) + 1)
    X = np.full((k, input_len), np.nan)
    Y = np.full((k, horizon), np.nan)
    for r in range(k):
        b = r * stride
        part = x[b : b + input_len]
        X[r, : len(part)] = part
        part = x[b + input_len + gap : b + span]
        Y[r, : len(part)] = part
    return X, Y
