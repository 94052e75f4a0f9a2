"""The stride thins the hours inside a row as well.

Trap: one number, two places where a slice takes a step.
Mistake: no_validation
Caught by: oracle/complete-series, oracle/real-sizes, metamorphic/every-hour
May also fail: oracle/offline-hours, oracle/sparse-rows, edge/around-the-end
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    whole = input_len + gap + horizon
    begins = np.arange(0, len(x) - whole + 1, stride)[:, None]
    inside = np.minimum(begins + stride * np.arange(input_len), len(x) - 1)
    return x[inside], x[begins + input_len + gap + np.arange(horizon)]
