"""Every stride-th row, counted so that the newest one is kept.

Trap: the newest row matters most in practice, but the statement counts from hour 0.
Mistake: no_validation
Caught by: metamorphic/every-hour, oracle/complete-series, edge/around-the-end, oracle/sparse-rows
May also fail: oracle/offline-hours, oracle/real-sizes
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    whole = input_len + gap + horizon
    begins = np.arange(len(x) - whole, -1, -stride)[::-1, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
