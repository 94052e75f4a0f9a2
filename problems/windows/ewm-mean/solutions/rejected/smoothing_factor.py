"""Corrects the old value by a factor of the step: the first reading keeps too much weight.

Trap: the usual smoothing formula is another average.
Mistake: wrong_objective
Caught by: oracle/logs, edge/missing-rows
May also fail: stability/long-logs, edge/small-logs, edge/same-second, policy/missing_row
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    out = np.full(len(x), np.nan)
    level, last_time = np.nan, 0
    for row, (time, reading) in enumerate(zip(ts, x)):
        if not np.isnan(reading):
            if np.isnan(level):
                level = reading
            else:
                alpha = 1.0 - 0.5 ** ((time - last_time) / halflife)
                level += alpha * (reading - level)
            last_time = time
        out[row] = level
    return out
