"""Cumulative sums of readings times powers of the absolute time.

Trap: two to the power of an epoch second overflows.
Mistake: edge_cases_late
Caught by: stability/long-logs, oracle/logs
May also fail: edge/small-logs, edge/same-second, edge/missing-rows, policy/missing_row
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    growth = np.exp2(np.asarray(ts) / halflife)
    observed = ~np.isnan(x)
    sums = np.cumsum(np.where(observed, x, 0.0) * growth)
    weights = np.cumsum(np.where(observed, growth, 0.0))
    return np.where(observed, sums / weights, np.nan)
