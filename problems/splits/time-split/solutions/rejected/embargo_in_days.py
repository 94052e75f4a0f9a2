"""Rounds the embargo down to whole days with pandas.

Trap: a gap of less than a day, or of a week and some hours, shrinks without a word.
Mistake: leakage
Caught by: oracle/ordinary, edge/borders
May also fail: stability/nanoseconds, metamorphic/row-order, perturb/later-orders
"""

import numpy as np
import pandas as pd


def time_split(ts, test_start, embargo):
    gap = pd.Timedelta(embargo, unit="ns")
    if gap < pd.Timedelta(0):
        raise ValueError("the embargo is negative")
    times = pd.Series(pd.to_datetime(list(ts), unit="ns"))
    start = pd.Timestamp(test_start, unit="ns")
    train = np.flatnonzero(times < start - pd.DateOffset(days=gap.days))
    test = np.flatnonzero(times >= start)
    if len(train) == 0 or len(test) == 0:
        raise ValueError("one side is empty")
    return train, test
