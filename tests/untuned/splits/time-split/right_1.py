"""Plain loop over Python integers, which never round or overflow. The negative embargo is refused before anything else."""
import numpy as np


def time_split(ts, test_start, embargo):
    s, e = int(test_start), int(embargo)
    if e < 0:
        raise ValueError("embargo must not be negative")
    train, test = [], []
    for i, t in enumerate(ts):
        t = int(t)
        if t >= s:
            test.append(i)
        elif t < s - e:
            train.append(i)
    if not train or not test:
        raise ValueError("one side of the split is empty")
    return np.array(train, dtype=np.int64), np.array(test, dtype=np.int64)
