"""Rows before the first reading are 0.

Trap: an array of zeros that is filled later.
Mistake: edge_cases_late
Caught by: edge/small-logs
May also fail: metamorphic/units, stability/long-logs, edge/missing-rows, policy/missing_row
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    means = np.full(len(x), np.nan)
    mean, weighted_sum, weight_sum, last_time = 0.0, 0.0, 0.0, -np.inf
    for row, (time, reading) in enumerate(zip(ts, x)):
        if not np.isnan(reading):
            shrink = 2.0 ** (-(time - last_time) / halflife)
            weighted_sum = shrink * weighted_sum + reading
            weight_sum = shrink * weight_sum + 1.0
            mean, last_time = weighted_sum / weight_sum, time
        means[row] = mean
    return means
