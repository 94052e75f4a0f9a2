"""pandas' window with both ends closed.

Trap: an option that sounds like "all rows with the same time".
Mistake: edge_cases_late
Caught by: edge/window-edges, oracle/irregular-times, oracle/simultaneous-rows
May also fail: oracle/missing-readings, stability/open-door
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    if not times.is_monotonic_increasing:
        raise ValueError("the log is not in order of time")
    levels = pd.Series(np.asarray(values, dtype=float), index=times)
    up_to_row = levels.rolling(pd.Timedelta(window, unit="ms"), closed="both").mean()
    return up_to_row.groupby(level=0).transform("last").to_numpy()
