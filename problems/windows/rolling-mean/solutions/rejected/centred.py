"""The window reaches half before and half behind the row.

Trap: smooth curves, drawn with readings that are still to come.
Mistake: leakage
Caught by: perturb/later-rows, oracle/irregular-times, oracle/simultaneous-rows, edge/window-edges,
    oracle/missing-readings
May also fail: stability/open-door
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    starts = np.searchsorted(ts, ts - window / 2, side="right")
    ends = np.searchsorted(ts, ts + window / 2, side="right")
    means = np.full(len(ts), np.nan)
    for row, (start, end) in enumerate(zip(starts, ends)):
        readings = values[start:end]
        readings = readings[~np.isnan(readings)]
        if readings.size:
            means[row] = readings.mean()
    return means
