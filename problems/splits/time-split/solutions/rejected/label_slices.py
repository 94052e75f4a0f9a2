"""Slices a sorted pandas index by label.

Trap: label slices include both ends, so the order on the border of the gap is trained on.
Mistake: leakage
Caught by: edge/borders, perturb/later-orders
May also fail: stability/nanoseconds, loud/empty-side
"""

import numpy as np
import pandas as pd


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("the embargo is negative")
    position = pd.Series(np.arange(len(ts)), index=pd.to_datetime(list(ts), unit="ns")).sort_index()
    start = pd.Timestamp(test_start, unit="ns")
    train = position.loc[: start - pd.Timedelta(embargo, unit="ns")]
    test = position.loc[start:]
    if train.empty or test.empty:
        raise ValueError("one side is empty")
    return np.sort(train.to_numpy()), np.sort(test.to_numpy())
