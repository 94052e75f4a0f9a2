"""A row sees all rows of its second.

Trap: times compared instead of places.
Mistake: leakage
Caught by: edge/same-second, oracle/logs
May also fail: stability/long-logs, edge/missing-rows
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    observed = ~np.isnan(x)
    times, readings = np.asarray(ts)[observed], x[observed]
    ages = np.tril(times[:, None] - times[None, :])
    weights = np.where(times[:, None] >= times[None, :], np.exp2(-ages / halflife), 0.0)
    out = np.full(len(x), np.nan)
    out[observed] = weights @ readings / weights.sum(axis=1)
    return out
