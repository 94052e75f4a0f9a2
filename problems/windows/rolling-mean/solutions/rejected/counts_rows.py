"""As many rows as the window has typical steps.

Trap: a filter for a regular grid on readings that come when they like.
Mistake: shapes_assumed
Caught by: oracle/irregular-times, oracle/simultaneous-rows, edge/window-edges
May also fail: oracle/missing-readings, perturb/later-rows, metamorphic/order-within-a-time,
  stability/open-door, edge/small-logs
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    if not times.is_monotonic_increasing:
        raise ValueError("the log is not in order of time")
    step = np.median(np.diff(np.asarray(ts))) if len(times) > 1 else window
    rows = max(1, round(window / max(step, 1)))
    levels = pd.Series(np.asarray(values, dtype=float))
    return levels.rolling(rows, min_periods=1).mean().to_numpy()
