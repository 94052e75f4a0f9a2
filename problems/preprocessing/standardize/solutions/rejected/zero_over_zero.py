"""No thought for a column without spread: NaN and infinity come out.

Trap: division by a zero deviation without any error.
Mistake: edge_cases_late
Caught by: edge/constant-column, stability/rounded-constant
May also fail: policy/constant_column
"""

import numpy as np


def checked(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("two tables with the same columns are needed")
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column has no observed training value")
    return train, test


def standardize(train, test):
    train, test = checked(train, test)
    mean = np.nanmean(train, axis=0)
    std = np.nanstd(train, axis=0)
    return (train - mean) / std, (test - mean) / std
