"""pandas' window closed on the left, and for rows of one time the value at the first of them."""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    times = pd.to_datetime(np.asarray(ts), unit="ms")
    if not times.is_monotonic_increasing:
        raise ValueError("the log is not in order of time")
    levels = pd.Series(np.asarray(values, dtype=float), index=times)
    before = levels.rolling(pd.Timedelta(window, unit="ms"), closed="left").mean().to_numpy()
    first_of_time = np.searchsorted(times, times, side="left")
    return before[first_of_time]
