"""Rows from the newest to the oldest.

Trap: built from the end, and never turned around.
Mistake: no_validation
Caught by: oracle/complete-series, oracle/offline-hours, oracle/real-sizes, oracle/sparse-rows, edge/around-the-end,
    metamorphic/every-hour, perturb/later-hours
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[::-1, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
