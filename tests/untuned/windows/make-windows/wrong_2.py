"""Without any row np.array([]) has shape (0,). Violates "If the series is too short for a single row, the shapes are (0, L) and (0, H)". Shows on x=[1.0], input_len=2."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if input_len < 1 or horizon < 1 or gap < 0 or stride < 1:
        raise ValueError("a size is outside its range")
    values = [float(v) for v in x]
    inputs, targets = [], []
    begin = 0
    while begin + input_len + gap + horizon <= len(values):
        inputs.append(values[begin : begin + input_len])
        first = begin + input_len + gap
        targets.append(values[first : first + horizon])
        begin += stride
    X = np.array(inputs, dtype=np.float64)
    Y = np.array(targets, dtype=np.float64)
    return X, Y
