"""A short series is answered before the sizes are looked at.

Trap: a wrong configuration goes unnoticed as long as stations are new.
Mistake: edge_cases_late
Caught by: loud/sizes
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    x = np.asarray(x, dtype=float)
    if len(x) < input_len + gap + horizon:
        return np.zeros((0, max(input_len, 0))), np.zeros((0, max(horizon, 0)))
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
