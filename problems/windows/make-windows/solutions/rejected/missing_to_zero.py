"""Puts zeros where the station was offline.

Trap: offline is not the same as "no bike was taken", and the next step can no longer tell.
Mistake: no_validation
Caught by: oracle/offline-hours
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.nan_to_num(np.asarray(x, dtype=float))
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
