"""pandas' time-based window as it is.

Trap: among rows of one time it ends at the row itself, so the result depends on the order of the channels.
Mistake: edge_cases_late
Caught by: oracle/simultaneous-rows, metamorphic/order-within-a-time, edge/window-edges, edge/small-logs
May also fail: oracle/missing-readings
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    if not times.is_monotonic_increasing:
        raise ValueError("the log is not in order of time")
    levels = pd.Series(np.asarray(values, dtype=float), index=times)
    return levels.rolling(pd.Timedelta(window, unit="ms")).mean().to_numpy()
