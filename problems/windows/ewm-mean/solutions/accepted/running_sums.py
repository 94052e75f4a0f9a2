"""Two sums that shrink from reading to reading. Policies: missing_row=carry."""

import numpy as np


def ewm_mean(ts, x, halflife):
    means = np.full(len(x), np.nan)
    mean = np.nan
    weighted_sum = weight_sum = age = 0.0
    for row, (step, reading) in enumerate(zip(np.diff(ts, prepend=ts[:1]), x)):
        age += step
        if not np.isnan(reading):
            shrink = 2.0 ** (-age / halflife)
            weighted_sum = shrink * weighted_sum + reading
            weight_sum = shrink * weight_sum + 1.0
            mean, age = weighted_sum / weight_sum, 0.0
        means[row] = mean
    return means
