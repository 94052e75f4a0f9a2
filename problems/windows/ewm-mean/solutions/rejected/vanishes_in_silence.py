"""Shrinks the sums at every row and divides afresh: after a long silence this is 0/0.

Trap: the quotient of two sums that have vanished.
Mistake: edge_cases_late
Caught by: stability/long-logs
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    out = np.full(len(x), np.nan)
    weighted_sum = weight_sum = 0.0
    last_time = 0
    for row, (time, reading) in enumerate(zip(ts, x)):
        decay = 0.5 ** ((time - last_time) / halflife)
        weighted_sum, weight_sum, last_time = decay * weighted_sum, decay * weight_sum, time
        if not np.isnan(reading):
            weighted_sum, weight_sum = weighted_sum + reading, weight_sum + 1.0
        if weight_sum > 0:
            out[row] = weighted_sum / weight_sum
    return out
