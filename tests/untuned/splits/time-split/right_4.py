"""With pandas: an int64 Series with a fresh 0..n-1 index, and the index of the two selections."""
import numpy as np
import pandas as pd


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("negative embargo")
    t = pd.Series(np.array(ts, dtype="int64"))
    train = t.index[t < int(test_start) - int(embargo)]
    test = t.index[t >= int(test_start)]
    if len(train) == 0 or len(test) == 0:
        raise ValueError("empty train or test period")
    return train.to_numpy(dtype="int64", copy=True), test.to_numpy(dtype="int64", copy=True)
