"""Views of whole rows, thinned, cut in two and copied."""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if input_len < 1 or horizon < 1 or stride < 1 or gap < 0:
        raise ValueError("a size is out of range")
    whole = input_len + gap + horizon
    if len(x) < whole:
        return np.empty((0, input_len)), np.empty((0, horizon))
    rows = np.lib.stride_tricks.sliding_window_view(x, whole)[::stride]
    return rows[:, :input_len].copy(), rows[:, -horizon:].copy()
