"""A uniform filter of scipy over the rows.

Trap: it counts rows, reaches both ways, and reflects the log at its ends.
Mistake: leakage
Caught by: perturb/later-rows, oracle/irregular-times, oracle/simultaneous-rows, oracle/missing-readings,
    edge/window-edges
May also fail: metamorphic/order-within-a-time, stability/open-door, edge/small-logs
"""

import numpy as np
from scipy.ndimage import uniform_filter1d


def rolling_mean(ts, values, window):
    ts, values = np.asarray(ts), np.asarray(values, dtype=float)
    if (np.diff(ts) < 0).any():
        raise ValueError("ts must not fall")
    if len(ts) == 0:
        return np.zeros(0)
    step = np.median(np.diff(ts)) if len(ts) > 1 else window
    rows = max(1, round(window / max(step, 1)))
    observed = ~np.isnan(values)
    total = uniform_filter1d(np.where(observed, values, 0.0), rows)
    share = uniform_filter1d(observed.astype(float), rows)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(share > 0, total / share, np.nan)
