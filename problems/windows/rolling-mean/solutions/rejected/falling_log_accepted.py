"""Leaves the order of the log to pandas.

Trap: pandas refuses times that go up and down, but not times that only go down.
Mistake: edge_cases_late
Caught by: loud/broken-log
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    levels = pd.Series(np.asarray(values, dtype=float), index=times)
    up_to_row = levels.rolling(pd.Timedelta(window, unit="ms")).mean()
    return up_to_row.groupby(level=0).transform("last").to_numpy()
