"""Sort once, find both borders by binary search, put the positions back in order."""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("negative embargo")
    ts = np.asarray(ts)
    by_time = np.argsort(ts)
    train_end, test_begin = np.searchsorted(ts[by_time], [test_start - embargo, test_start])
    if train_end == 0 or test_begin == len(ts):
        raise ValueError("nothing to train on, or nothing to test")
    return np.sort(by_time[:train_end]), np.sort(by_time[test_begin:])
