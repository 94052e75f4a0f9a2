"""Fills the offline hours with 0 so that the model does not see NaN. Violates "Values are copied unchanged, NaN included." Shows on any series with NaN."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("size out of range")
    x = np.nan_to_num(np.array(x, dtype=np.float64), nan=0.0)
    span = input_len + gap + horizon
    if x.size < span:
        return np.empty((0, input_len)), np.empty((0, horizon))
    rows = sliding_window_view(x, span)[::stride]
    return rows[:, :input_len].copy(), rows[:, -horizon:].copy()
