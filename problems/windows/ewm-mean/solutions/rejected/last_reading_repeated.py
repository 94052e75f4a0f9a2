"""A row without a reading repeats the last reading, not the last mean.

Trap: carrying forward the wrong column.
Mistake: wrong_objective
Caught by: policy/missing_row
May also fail: edge/missing-rows, oracle/logs, edge/same-second, stability/long-logs
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    means = np.full(len(x), np.nan)
    mean, weighted_sum, weight_sum, last_time = np.nan, 0.0, 0.0, -np.inf
    for row, (time, reading) in enumerate(zip(ts, x)):
        if not np.isnan(reading):
            shrink = 2.0 ** (-(time - last_time) / halflife)
            weighted_sum = shrink * weighted_sum + reading
            weight_sum = shrink * weight_sum + 1.0
            last_time = time
            means[row], mean = weighted_sum / weight_sum, reading
        else:
            means[row] = mean
    return means
