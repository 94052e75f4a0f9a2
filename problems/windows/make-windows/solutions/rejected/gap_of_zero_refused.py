"""One limit for all four sizes.

Trap: no gap at all is an ordinary case.
Mistake: edge_cases_late
Caught by: oracle/complete-series, edge/around-the-end, edge/too-short
May also fail: oracle/offline-hours, oracle/sparse-rows, metamorphic/every-hour, hygiene/inputs
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, gap, stride) < 1:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
