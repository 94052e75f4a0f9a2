"""A missing reading is the last one before it.

Trap: a counter that cleans itself reports nothing, not what it reported before.
Mistake: no_validation
Caught by: oracle/missing-readings, edge/small-logs
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    if not times.is_monotonic_increasing:
        raise ValueError("the log is not in order of time")
    levels = pd.Series(np.asarray(values, dtype=float), index=times).ffill()
    up_to_row = levels.rolling(pd.Timedelta(window, unit="ms")).mean()
    return up_to_row.groupby(level=0).transform("last").to_numpy()
