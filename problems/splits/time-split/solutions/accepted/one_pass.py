"""One pass over Python integers."""

import numpy as np


def time_split(ts, test_start, embargo):
    if embargo < 0:
        raise ValueError("negative embargo")
    train, test = [], []
    for position, moment in enumerate(ts):
        if moment >= test_start:
            test.append(position)
        elif moment < test_start - embargo:
            train.append(position)
    if not (train and test):
        raise ValueError("a side without orders")
    return np.array(train), np.array(test)
