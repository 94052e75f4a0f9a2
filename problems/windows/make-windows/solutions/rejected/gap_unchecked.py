"""Refuses sizes below one, but not a gap below zero.

Trap: of the four sizes the only one with another limit, and the only one that leaks the input into the target.
Mistake: leakage
Caught by: loud/sizes
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1:
        raise ValueError("a size is out of range")
    x = np.asarray(x, dtype=float)
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
