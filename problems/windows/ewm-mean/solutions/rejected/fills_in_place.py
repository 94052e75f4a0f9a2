"""Writes the means over the readings of the caller.

Trap: a boolean assignment writes into memory that belongs to someone else.
Mistake: none
Caught by: hygiene/gaps, hygiene/complete-logs
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    gaps = np.isnan(x)
    if gaps.any():
        x[gaps] = 0.0
    weighted_sum = weight_sum = 0.0
    last_time = 0
    for row in range(len(x)):
        if not gaps[row]:
            decay = 0.5 ** ((ts[row] - last_time) / halflife)
            weighted_sum, weight_sum, last_time = decay * weighted_sum + x[row], decay * weight_sum + 1.0, ts[row]
            x[row] = weighted_sum / weight_sum
    return np.where(gaps, np.nan, x)
