"""The level begins at zero degrees.

Trap: an initial value that is taken for a reading.
Mistake: wrong_objective
Caught by: oracle/logs, metamorphic/units
May also fail: stability/long-logs, edge/small-logs, edge/same-second, edge/missing-rows, policy/missing_row
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    out = np.full(len(x), np.nan)
    weighted_sum, weight_sum = 0.0, 1.0
    last_time, begun = ts[0] if len(ts) else 0, False
    for row, (time, reading) in enumerate(zip(ts, x)):
        if not np.isnan(reading):
            decay = 0.5 ** ((time - last_time) / halflife)
            weighted_sum, weight_sum = decay * weighted_sum + reading, decay * weight_sum + 1.0
            last_time, begun = time, True
        if begun:
            out[row] = weighted_sum / weight_sum
    return out
