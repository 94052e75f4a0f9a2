"""Collects rows in lists and makes arrays of them as they are.

Trap: an array of no rows has the shape (0,), and stacking stations fails later.
Mistake: shapes_assumed
Caught by: edge/too-short
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    inputs, targets = [], []
    for begin in range(0, len(x) - input_len - gap - horizon + 1, stride):
        first = begin + input_len + gap
        inputs.append(list(x[begin : begin + input_len]))
        targets.append(list(x[first : first + horizon]))
    return np.array(inputs, dtype=float), np.array(targets, dtype=float)
