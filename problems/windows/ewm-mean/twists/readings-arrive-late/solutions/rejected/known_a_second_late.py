"""A reading counts only from the second after it is known.

Trap: strictly before, where the contract says from then on.
Mistake: edge_cases_late
Caught by: edge/delay
May also fail: oracle/logs, stability/long-logs, edge/small-logs
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts, x = np.asarray(ts), np.asarray(x, dtype=float)
    observed = ~np.isnan(x)
    times, readings = ts[observed], x[observed]
    out = np.full(len(x), np.nan)
    for row, known in enumerate(np.searchsorted(times, ts - 300, side="left")):
        if known:
            ages = times[known - 1] - times[:known]
            out[row] = np.average(readings[:known], weights=0.5 ** (ages / halflife))
    return out
