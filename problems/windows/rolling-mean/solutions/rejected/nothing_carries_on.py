"""A window without readings keeps the mean before it.

Trap: looks calm on the screen, and is made up.
Mistake: edge_cases_late
Caught by: oracle/missing-readings, edge/small-logs
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    if not times.is_monotonic_increasing:
        raise ValueError("the log is not in order of time")
    levels = pd.Series(np.asarray(values, dtype=float), index=times)
    up_to_row = levels.rolling(pd.Timedelta(window, unit="ms")).mean()
    return up_to_row.groupby(level=0).transform("last").ffill().to_numpy()
