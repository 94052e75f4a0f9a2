"""Cumulative sums with time counted back from the last row.

Trap: the powers of early rows vanish after a thousand half-lives.
Mistake: edge_cases_late
Caught by: stability/long-logs
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts = np.asarray(ts)
    growth = np.exp2((ts - ts[-1:]) / halflife)
    observed = ~np.isnan(x)
    sums = np.cumsum(np.where(observed, x, 0.0) * growth)
    weights = np.cumsum(np.where(observed, growth, 0.0))
    return np.where(observed, sums / weights, np.nan)
