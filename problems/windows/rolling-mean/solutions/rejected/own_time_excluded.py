"""The window ends before the row.

Trap: right for a feature, wrong for this alarm.
Mistake: no_validation
Caught by: edge/window-edges, oracle/irregular-times, oracle/simultaneous-rows, edge/small-logs,
    oracle/missing-readings
May also fail: stability/open-door
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
