"""The last row that fits is left out.

Trap: a range that ends at the last beginning instead of after it.
Mistake: no_validation
Caught by: oracle/complete-series, edge/around-the-end
May also fail: oracle/offline-hours, oracle/sparse-rows, metamorphic/every-hour, hygiene/inputs
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    to_target = input_len + gap
    begins = range(0, len(x) - to_target - horizon, stride)
    X, Y = np.empty((len(begins), input_len)), np.empty((len(begins), horizon))
    for row, begin in enumerate(begins):
        X[row] = x[begin : begin + input_len]
        Y[row] = x[begin + to_target : begin + to_target + horizon]
    return X, Y
