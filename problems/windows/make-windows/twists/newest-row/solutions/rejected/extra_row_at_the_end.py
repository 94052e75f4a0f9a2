"""Keeps counting from the beginning and adds the newest row where it is missing.

Trap: the newest row is there, but the others are not where they should be.
Mistake: no_validation
Caught by: oracle/spare-hours, oracle/complete-series
May also fail: oracle/offline-hours, oracle/sparse-rows, oracle/real-sizes, edge/around-the-end, hygiene/inputs,
    metamorphic/one-stride-more
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    last = len(x) - (input_len + gap + horizon)
    begins = sorted({*range(0, last + 1, stride), max(last, 0)}) if last >= 0 else []
    begins = np.array(begins, dtype=int)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
