"""Moves on by the length of the input, whatever the stride.

Trap: rows side by side, as in cutting a text into blocks.
Mistake: no_validation
Caught by: oracle/complete-series, oracle/real-sizes, oracle/sparse-rows, metamorphic/every-hour, edge/around-the-end
May also fail: oracle/offline-hours, hygiene/inputs
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    whole = input_len + gap + horizon
    begins = np.arange(0, len(x) - whole + 1, input_len)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
