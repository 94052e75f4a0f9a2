"""A last row is added that ends with the series, so that no hour is wasted.

Trap: its beginning is no multiple of the stride, and the newest hours count twice.
Mistake: no_validation
Caught by: edge/around-the-end, oracle/complete-series, metamorphic/every-hour
May also fail: oracle/offline-hours, oracle/sparse-rows, oracle/real-sizes, hygiene/inputs
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    last = len(x) - (input_len + gap + horizon)
    begins = list(range(0, last + 1, stride))
    if begins and begins[-1] != last:
        begins.append(last)
    begins = np.array(begins, dtype=int)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
