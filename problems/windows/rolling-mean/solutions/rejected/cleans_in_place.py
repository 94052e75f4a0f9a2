"""Writes zeros over the missing readings, in the caller's log.

Trap: the log is shared, and the gaps in it are gone.
Mistake: none
Caught by: hygiene/inputs
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    observed = ~np.isnan(values)
    values[~observed] = 0.0
    starts = np.searchsorted(ts, ts - window, side="right")
    ends = np.searchsorted(ts, ts, side="right")
    means = np.full(len(ts), np.nan)
    for row, (start, end) in enumerate(zip(starts, ends)):
        count = observed[start:end].sum()
        if count:
            means[row] = values[start:end].sum() / count
    return means
