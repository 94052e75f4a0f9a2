"""Fills missing hours by straight lines before cutting.

Trap: the line to the next known hour carries what happened later into the input.
Mistake: leakage
Caught by: perturb/later-hours, oracle/offline-hours
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    x = np.array(x, dtype=float)
    known = np.flatnonzero(~np.isnan(x))
    if known.size:
        x = np.interp(np.arange(len(x)), known, x[known])
    begins = np.arange(0, len(x) - input_len - gap - horizon + 1, stride)[:, None]
    return x[begins + np.arange(input_len)], x[begins + input_len + gap + np.arange(horizon)]
