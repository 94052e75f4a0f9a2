"""Plain lists, made arrays at the end."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if any(size < 1 for size in (input_len, horizon, stride, gap + 1)):
        raise ValueError("sizes count from 1, the gap from 0")
    inputs, targets = [], []
    begin = 0
    while begin + input_len + gap + horizon <= len(x):
        split = begin + input_len
        inputs.append(list(x[begin:split]))
        targets.append(list(x[split + gap : split + gap + horizon]))
        begin += stride
    rows = len(inputs)
    return np.array(inputs).reshape(rows, input_len), np.array(targets).reshape(rows, horizon)
