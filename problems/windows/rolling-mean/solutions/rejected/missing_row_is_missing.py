"""A row without a reading gets NaN.

Trap: the row's own reading is not asked for, only those in its window.
Mistake: edge_cases_late
Caught by: oracle/missing-readings, edge/small-logs
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
        readings = readings[~np.isnan(readings)]
        if readings.size and not np.isnan(values[row]):
            means[row] = readings.mean()
    return means
