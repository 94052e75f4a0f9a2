"""scipy.stats.zmap(nan_policy="omit"), after the contract's refusals"""

import numpy as np
from scipy.stats import zmap


def standardize(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("the tables do not fit")
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column holds no observed value")
    return tuple(zmap(table, train, axis=0, nan_policy="omit") for table in (train, test))
