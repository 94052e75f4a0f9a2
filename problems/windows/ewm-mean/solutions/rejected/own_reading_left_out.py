"""A row does not see its own reading.

Trap: strictly before, where the contract includes the row.
Mistake: wrong_objective
Caught by: oracle/logs, edge/small-logs
May also fail: stability/long-logs, edge/same-second, edge/missing-rows, policy/missing_row
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    means = np.full(len(x), np.nan)
    mean, weighted_sum, weight_sum, last_time = np.nan, 0.0, 0.0, -np.inf
    for row, (time, reading) in enumerate(zip(ts, x)):
        means[row] = mean
        if not np.isnan(reading):
            shrink = 2.0 ** (-(time - last_time) / halflife)
            weighted_sum = shrink * weighted_sum + reading
            weight_sum = shrink * weight_sum + 1.0
            mean, last_time = weighted_sum / weight_sum, time
    return means
