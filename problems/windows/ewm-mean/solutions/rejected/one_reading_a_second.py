"""A second reading within a second replaces the first.

Trap: a dict by time.
Mistake: edge_cases_late
Caught by: edge/same-second, oracle/logs
May also fail: stability/long-logs, edge/missing-rows
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    out = np.full(len(x), np.nan)
    latest = {}
    for row, (time, reading) in enumerate(zip(ts.tolist(), x.tolist())):
        if reading != reading:
            continue
        latest[time] = reading
        ages = time - np.array(list(latest))
        out[row] = np.average(list(latest.values()), weights=0.5 ** (ages / halflife))
    return out
