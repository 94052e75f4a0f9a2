"""pandas timestamps: the embargo as a Timedelta, positions from the default index."""

import pandas as pd


def time_split(ts, test_start, embargo):
    gap = pd.Timedelta(embargo, unit="ns")
    if gap < pd.Timedelta(0):
        raise ValueError("the embargo must not be negative")
    ordered_at = pd.Series(pd.to_datetime(list(ts), unit="ns"))
    start = pd.Timestamp(test_start, unit="ns")
    train = ordered_at.index[ordered_at < start - gap]
    test = ordered_at.index[ordered_at >= start]
    if train.empty or test.empty:
        raise ValueError("one side of the split is empty")
    return train.to_numpy(), test.to_numpy()
