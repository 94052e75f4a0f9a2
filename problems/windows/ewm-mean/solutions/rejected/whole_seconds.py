"""Makes an int of the half-life.

Trap: 2.5 seconds become 2.
Mistake: wrong_objective
Caught by: oracle/logs, edge/missing-rows
May also fail: stability/long-logs, edge/small-logs, edge/same-second, policy/missing_row
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    halflife = max(int(halflife), 1)
    means = np.full(len(x), np.nan)
    mean, weighted_sum, weight_sum, last_time = np.nan, 0.0, 0.0, -np.inf
    for row, (time, reading) in enumerate(zip(ts, x)):
        if not np.isnan(reading):
            shrink = 2.0 ** (-(time - last_time) / halflife)
            weighted_sum = shrink * weighted_sum + reading
            weight_sum = shrink * weight_sum + 1.0
            mean, last_time = weighted_sum / weight_sum, time
        means[row] = mean
    return means
