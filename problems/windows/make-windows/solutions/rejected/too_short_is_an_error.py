"""Leaves a short series to the window function.

Trap: it refuses a window longer than the series, and one short station stops the job.
Mistake: edge_cases_late
Caught by: edge/too-short
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    rows = np.lib.stride_tricks.sliding_window_view(x, input_len + gap + horizon)[::stride]
    return rows[:, :input_len].copy(), rows[:, input_len + gap :].copy()
