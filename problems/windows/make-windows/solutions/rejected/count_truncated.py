"""Divides the hours left over by the stride and cuts off the fraction.

Trap: `int` rounds towards zero, so a series a little too short still has one row.
Mistake: edge_cases_late
Caught by: edge/too-short
"""

import numpy as np


def make_windows(x, input_len, horizon, gap, stride):
    if min(input_len, horizon, stride) < 1 or gap < 0:
        raise ValueError("a size is out of range")
    hours = np.append(np.asarray(x, dtype=float), np.full(stride, np.nan))
    rows = max(0, int((len(x) - input_len - gap - horizon) / stride) + 1)
    begins = stride * np.arange(rows)[:, None]
    return hours[begins + np.arange(input_len)], hours[begins + input_len + gap + np.arange(horizon)]
