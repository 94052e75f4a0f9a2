"""The window ends at the row's own position.

Trap: position stands for time, which rows of one time tell apart.
Mistake: edge_cases_late
Caught by: oracle/simultaneous-rows, metamorphic/order-within-a-time, edge/window-edges, edge/small-logs
May also fail: oracle/missing-readings
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    starts = np.searchsorted(ts, ts - window, side="right")
    ends = np.arange(len(ts)) + 1
    means = np.full(len(ts), np.nan)
    for row, (start, end) in enumerate(zip(starts, ends)):
        readings = values[start:end]
        readings = readings[~np.isnan(readings)]
        if readings.size:
            means[row] = readings.mean()
    return means
