"""Counts ages from the row itself, so that all weights vanish after a long silence.

Trap: the quotient of two sums that have vanished.
Mistake: edge_cases_late
Caught by: stability/long-logs, edge/delay
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts, x = np.asarray(ts), np.asarray(x, dtype=float)
    observed = ~np.isnan(x)
    times, readings = ts[observed], x[observed]
    out = np.full(len(x), np.nan)
    for row, known in enumerate(np.searchsorted(times, ts - 300, side="right")):
        if known:
            ages = ts[row] - times[:known]
            weights = 0.5 ** (ages / halflife)
            out[row] = weights @ readings[:known] / weights.sum()
    return out
