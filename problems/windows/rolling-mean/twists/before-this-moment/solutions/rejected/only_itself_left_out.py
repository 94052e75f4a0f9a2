"""Leaves out the row itself and what stands below it, but keeps rows of the same time above it.

Trap: "before" is read from positions; the other channels of the moment stay in the baseline.
Mistake: leakage
Caught by: perturb/same-moment, oracle/simultaneous-rows, edge/ends-of-the-baseline
May also fail: oracle/missing-readings, metamorphic/order-within-a-time, edge/window-edges, edge/small-logs
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    starts = np.searchsorted(ts, ts - window, side="left")
    means = np.full(len(ts), np.nan)
    for row, start in enumerate(starts):
        readings = values[start:row]
        readings = readings[~np.isnan(readings)]
        if readings.size:
            means[row] = readings.mean()
    return means
