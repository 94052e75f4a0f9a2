"""Averages the rows of one time first.

Trap: a mean of means gives crowded moments too little weight.
Mistake: wrong_objective
Caught by: oracle/simultaneous-rows
May also fail: oracle/missing-readings
"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    if not times.is_monotonic_increasing:
        raise ValueError("the log is not in order of time")
    levels = pd.Series(np.asarray(values, dtype=float), index=times)
    per_time = levels.groupby(level=0).mean()
    return per_time.rolling(pd.Timedelta(window, unit="ms")).mean().loc[times].to_numpy()
