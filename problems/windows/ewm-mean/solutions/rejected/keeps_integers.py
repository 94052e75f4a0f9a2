"""Makes the result like the readings, so integer logs give truncated means.

Trap: `empty_like` copies the dtype as well as the shape.
Mistake: no_validation
Caught by: hygiene/complete-logs
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    means = np.zeros_like(x)
    mean, weighted_sum, weight_sum, last_time = np.nan, 0.0, 0.0, -np.inf
    for row, (time, reading) in enumerate(zip(ts, x)):
        if not np.isnan(reading):
            shrink = 2.0 ** (-(time - last_time) / halflife)
            weighted_sum = shrink * weighted_sum + reading
            weight_sum = shrink * weight_sum + 1.0
            mean, last_time = weighted_sum / weight_sum, time
        means[row] = mean
    return means
