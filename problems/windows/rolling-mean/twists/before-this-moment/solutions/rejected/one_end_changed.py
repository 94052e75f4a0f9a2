"""Closes the window before the row, and leaves the other end open as it was.

Trap: the change names two ends.
Mistake: edge_cases_late
Caught by: edge/ends-of-the-baseline, edge/window-edges, oracle/irregular-times
May also fail: oracle/missing-readings, oracle/simultaneous-rows, stability/open-door
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    starts = np.searchsorted(ts, ts - window, side="right")
    ends = np.searchsorted(ts, ts, side="left")
    means = np.full(len(ts), np.nan)
    for row, (start, end) in enumerate(zip(starts, ends)):
        readings = values[start:end]
        readings = readings[~np.isnan(readings)]
        if readings.size:
            means[row] = readings.mean()
    return means
