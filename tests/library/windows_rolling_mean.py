"""pandas.Series.rolling of a time window, with the last row of each time"""

import numpy as np
import pandas as pd


def rolling_mean(ts, values, window):
    ts = np.asarray(ts, dtype="int64")
    if (ts[1:] < ts[:-1]).any():
        raise ValueError("the log is broken")
    times = pd.to_datetime(ts, unit="ms")
    means = pd.Series(np.array(values, dtype=float), index=times).rolling(f"{int(window)}ms", min_periods=1).mean()
    last = np.searchsorted(ts, ts, side="right") - 1
    return means.to_numpy()[last]
