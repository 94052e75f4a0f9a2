"""Times have to rise from row to row.

Trap: several channels report in one millisecond every day.
Mistake: edge_cases_late
Caught by: oracle/simultaneous-rows, edge/window-edges, edge/small-logs, hygiene/inputs, metamorphic/order-within-a-time
May also fail: oracle/missing-readings
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) <= 0).any():
        raise ValueError("ts must not fall")
    starts = np.searchsorted(ts, ts - window, side="right")
    ends = np.searchsorted(ts, ts, side="right")
    means = np.full(len(ts), np.nan)
    for row, (start, end) in enumerate(zip(starts, ends)):
        readings = values[start:end]
        readings = readings[~np.isnan(readings)]
        if readings.size:
            means[row] = readings.mean()
    return means
