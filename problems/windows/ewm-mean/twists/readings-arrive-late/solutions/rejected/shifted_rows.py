"""Shifts the means by one row.

Trap: a delay in seconds is not a delay in rows.
Mistake: leakage
Caught by: edge/delay, oracle/logs
May also fail: stability/long-logs, edge/small-logs, edge/same-second, edge/missing-rows
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    out = np.full(len(x), np.nan)
    mean, weight, last_time = np.nan, 0.0, 0
    for row, (time, reading) in enumerate(zip(ts, x)):
        out[row] = mean
        if not np.isnan(reading):
            weight = 1.0 + weight * 0.5 ** ((time - last_time) / halflife)
            mean = reading if weight == 1.0 else mean + (reading - mean) / weight
            last_time = time
    return out
