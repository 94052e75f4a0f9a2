"""Casts the series to float32, as the training framework likes it. Violates "Values are copied unchanged". Shows on x holding 0.1 or 16777217."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("size out of range")
    x = np.array(x, dtype=np.float32)
    span = input_len + gap + horizon
    if x.size < span:
        return np.empty((0, input_len)), np.empty((0, horizon))
    rows = sliding_window_view(x, span)[::stride]
    return rows[:, :input_len].copy(), rows[:, -horizon:].copy()
