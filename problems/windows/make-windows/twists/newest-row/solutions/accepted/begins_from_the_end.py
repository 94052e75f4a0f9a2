"""Beginnings counted down from the last one, turned around."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    last = len(x) - (input_len + gap + horizon)
    begins = np.arange(last, -1, -stride)[::-1, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
