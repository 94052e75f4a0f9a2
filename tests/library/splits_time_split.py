"""pandas.DatetimeIndex, Timestamp and Timedelta"""

import numpy as np
import pandas as pd


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    times, start = pd.DatetimeIndex(np.asarray(ts, dtype="int64")), pd.Timestamp(test_start)
    train = np.flatnonzero(times < start - pd.Timedelta(embargo))
    test = np.flatnonzero(times >= start)
    if len(train) == 0 or len(test) == 0:
        raise ValueError("a side is empty")
    return train, test
