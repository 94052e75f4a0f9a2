"""Later readings count as well, by their distance.

Trap: a smoother where a live value is asked for.
Mistake: leakage
Caught by: perturb/later-rows, oracle/logs
May also fail: stability/long-logs, edge/small-logs, edge/same-second, edge/missing-rows, policy/missing_row
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    observed = ~np.isnan(x)
    times, readings = np.asarray(ts)[observed], x[observed]
    ages = np.abs(times[:, None] - times[None, :])
    weights = np.exp2(-ages / halflife)
    out = np.full(len(x), np.nan)
    out[observed] = weights @ readings / weights.sum(axis=1)
    return out
