"""Rows without a reading of their own are NaN.

Trap: an answer to a question that the change has settled.
Mistake: edge_cases_late
Caught by: edge/delay, oracle/logs
May also fail: stability/long-logs, edge/missing-rows
"""

import numpy as np


def ewm_mean(ts, x, halflife):
    ts, x = np.asarray(ts), np.asarray(x, dtype=float)
    observed = ~np.isnan(x)
    times, readings = ts[observed], x[observed]
    out = np.full(len(x), np.nan)
    for row, known in enumerate(np.searchsorted(times, ts - 300, side="right")):
        if known and observed[row]:
            ages = times[known - 1] - times[:known]
            out[row] = np.average(readings[:known], weights=0.5 ** (ages / halflife))
    return out
