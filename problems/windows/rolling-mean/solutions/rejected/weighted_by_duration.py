"""Each reading weighs as much as the time until the next one.

Trap: a mean over time, and perhaps the better alarm, but not the one asked for.
Mistake: wrong_objective
Caught by: oracle/irregular-times, oracle/simultaneous-rows, oracle/missing-readings
May also fail: metamorphic/order-within-a-time, stability/open-door, edge/window-edges, edge/small-logs
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    starts = np.searchsorted(ts, ts - window, side="right")
    ends = np.searchsorted(ts, ts, side="right")
    means = np.full(len(ts), np.nan)
    for row, (start, end) in enumerate(zip(starts, ends)):
        readings = values[start:end]
        observed = ~np.isnan(readings)
        weights = np.diff(np.append(ts[start:end], ts[row] + 1))[observed] + 1e-9
        if observed.any():
            means[row] = np.average(readings[observed], weights=weights)
    return means
