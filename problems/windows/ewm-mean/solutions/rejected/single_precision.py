"""Keeps the times in single precision.

Trap: an epoch second has ten digits, a float32 seven.
Mistake: none
Caught by: oracle/logs, edge/missing-rows
May also fail: stability/long-logs, edge/small-logs, edge/same-second, policy/missing_row
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    out = np.full(len(x), np.nan)
    observed = np.flatnonzero(~np.isnan(x))
    times = np.asarray(ts, dtype=np.float32)[observed]
    steps = np.diff(times, prepend=times[:1])
    mean = weight = 0.0
    for row, decay in zip(observed, np.exp2(-steps / halflife)):
        weight = decay * weight + 1.0
        mean += (x[row] - mean) / weight
        out[row] = mean
    return out
