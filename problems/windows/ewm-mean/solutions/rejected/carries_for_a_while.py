"""Carries the mean for ten half-lives and gives NaN afterwards.

Trap: two answers to one question, depending on a number that nobody stated.
Mistake: edge_cases_late
Caught by: policy/missing_row
May also fail: stability/long-logs, oracle/logs
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
            mean, last_time = weighted_sum / weight_sum, time
        means[row] = mean if time - last_time <= 10 * halflife else np.nan
    return means
