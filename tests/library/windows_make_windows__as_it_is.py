"""numpy.lib.stride_tricks.sliding_window_view, as it is"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def make_windows(x, input_len, horizon, gap, stride):
    windows = sliding_window_view(np.asarray(x), input_len + gap + horizon)[::stride]
    return windows[:, :input_len], windows[:, input_len + gap :]
