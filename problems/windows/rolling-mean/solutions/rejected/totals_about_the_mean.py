"""Running totals of the deviations from the mean of the shift.

Trap: the shift makes totals smaller, not small, and it lets the whole shift into every window.
Mistake: leakage
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
    centre = values[observed].mean() if observed.any() else 0.0
    totals = np.append(0.0, np.cumsum(np.where(observed, values - centre, 0.0)))
    counts = np.append(0, np.cumsum(observed))
    with np.errstate(invalid="ignore"):
        return (totals[ends] - totals[starts]) / (counts[ends] - counts[starts]) + centre
