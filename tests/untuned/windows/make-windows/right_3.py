"""sliding_window_view over the whole span, cut into two column blocks and copied. Open point: the dtype; here float64."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("size out of range")
    x = np.array(x, dtype=np.float64)
    span = input_len + gap + horizon
    if x.size < span:
        return np.empty((0, input_len)), np.empty((0, horizon))
    rows = sliding_window_view(x, span)[::stride]
    return rows[:, :input_len].copy(), rows[:, -horizon:].copy()
