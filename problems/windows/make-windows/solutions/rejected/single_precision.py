"""Stores the rows in single precision.

Trap: what the model wants at the end, but values are no longer unchanged.
Mistake: early_optimisation
Caught by: oracle/complete-series, oracle/offline-hours, oracle/real-sizes, oracle/sparse-rows, edge/around-the-end
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=np.float32)
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
