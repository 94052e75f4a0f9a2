"""Plain loops that append slice by slice. Open point: the dtype of the results; here always float64."""

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
    X = np.array(inputs, dtype=np.float64).reshape(len(inputs), input_len)
    Y = np.array(targets, dtype=np.float64).reshape(len(targets), horizon)
    return X, Y
