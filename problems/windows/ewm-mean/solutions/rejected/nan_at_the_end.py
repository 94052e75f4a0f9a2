"""Carries the mean between readings, and gives NaN after the last one.

Trap: two answers to one question, and the choice looks into the future.
Mistake: leakage
Caught by: policy/missing_row, perturb/later-rows
May also fail: edge/missing-rows, edge/small-logs, stability/long-logs
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
        means[row] = mean
    last = np.flatnonzero(~np.isnan(x))[-1:]
    means[int(last[0]) + 1 if len(last) else 0 :] = np.nan
    return means
