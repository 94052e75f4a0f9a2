"""Adds a small number to the weights, so that nothing is divided by zero.

Trap: the small number outlives the weights.
Mistake: edge_cases_late
Caught by: stability/long-logs
May also fail: policy/missing_row, oracle/logs, metamorphic/units
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts, x = np.asarray(ts), np.asarray(x, dtype=float)
    observed = ~np.isnan(x)
    ages = np.maximum(ts[:, None] - ts[None, :], 0)
    weights = np.tril(0.5 ** (ages / halflife)) * observed
    means = (weights @ np.where(observed, x, 0.0)) / (weights.sum(axis=1) + 1e-12)
    return np.where(np.cumsum(observed) > 0, means, np.nan)
