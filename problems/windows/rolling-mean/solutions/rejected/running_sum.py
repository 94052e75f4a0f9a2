"""One sum to which readings are added and from which they are taken away.

Trap: what large readings rounded away does not come back when they leave.
Mistake: no_validation
Caught by: stability/open-door
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    means = np.full(len(ts), np.nan)
    total, count, start, end = 0.0, 0, 0, 0
    for row, now in enumerate(ts):
        while end < len(ts) and ts[end] <= now:
            if not np.isnan(values[end]):
                total, count = total + values[end], count + 1
            end += 1
        while ts[start] <= now - window:
            if not np.isnan(values[start]):
                total, count = total - values[start], count - 1
            start += 1
        if count:
            means[row] = total / count
    return means
