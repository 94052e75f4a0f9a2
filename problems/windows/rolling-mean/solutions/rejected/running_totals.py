"""Differences of running totals.

Trap: after an hour at a billion the total has no digits left for a level of one.
Mistake: no_validation
Caught by: stability/open-door
"""

import numpy as np


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    starts = np.searchsorted(ts, ts - window, side="right")
    ends = np.searchsorted(ts, ts, side="right")
    observed = ~np.isnan(values)
    totals = np.append(0.0, np.cumsum(np.where(observed, values, 0.0)))
    counts = np.append(0, np.cumsum(observed))
    with np.errstate(invalid="ignore"):
        return (totals[ends] - totals[starts]) / (counts[ends] - counts[starts])
