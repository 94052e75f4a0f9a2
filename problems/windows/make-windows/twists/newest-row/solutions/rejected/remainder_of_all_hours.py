"""Takes the remainder of the whole length by the stride as the hours left over.

Trap: what is divided is the room for beginnings, not the series.
Mistake: no_validation
Caught by: oracle/complete-series, oracle/spare-hours
May also fail: oracle/offline-hours, oracle/sparse-rows, oracle/real-sizes, edge/around-the-end,
  hygiene/inputs, metamorphic/one-stride-more
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    begins = np.arange(len(x) % stride, len(x) - (input_len + gap + horizon) + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
