"""numpy.lib.stride_tricks.sliding_window_view, copied"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def make_windows(x, input_len, horizon, gap, stride):
    if input_len < 1 or horizon < 1 or gap < 0 or stride < 1:
        raise ValueError("a size is out of its range")
    x, length = np.asarray(x), input_len + gap + horizon
    if len(x) < length:  # which sliding_window_view refuses
        return np.zeros((0, input_len)), np.zeros((0, horizon))
    windows = sliding_window_view(x, length)[::stride]
    return windows[:, :input_len].copy(), windows[:, input_len + gap :].copy()
