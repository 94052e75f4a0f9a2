"""A row exactly one window earlier still counts.

Trap: the other side of the same binary search.
Mistake: edge_cases_late
Caught by: edge/window-edges, oracle/irregular-times, oracle/simultaneous-rows
May also fail: oracle/missing-readings, stability/open-door
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    starts = np.searchsorted(ts, ts - window, side="left")
    ends = np.searchsorted(ts, ts, side="right")
    means = np.full(len(ts), np.nan)
    for row, (start, end) in enumerate(zip(starts, ends)):
        readings = values[start:end]
        readings = readings[~np.isnan(readings)]
        if readings.size:
            means[row] = readings.mean()
    return means
