"""Counts down from the last row and leaves the rows in that order.

Trap: the range was turned around, the result was not.
Mistake: no_validation
Caught by: oracle/complete-series, oracle/spare-hours, metamorphic/one-stride-more
May also fail: oracle/offline-hours, oracle/sparse-rows, oracle/real-sizes, edge/around-the-end
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    begins = np.arange(len(x) - (input_len + gap + horizon), -1, -stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
