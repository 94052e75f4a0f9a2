"""Trusts the sizes.

Trap: a gap below zero runs without complaint and puts inputs among the targets.
Mistake: edge_cases_late
Caught by: loud/sizes
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    x = np.asarray(x, dtype=float)
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
