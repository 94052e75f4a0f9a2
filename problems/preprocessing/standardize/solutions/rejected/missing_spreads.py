"""Plain mean and deviation: one missing value turns its column into NaN.

Trap: the formula on a table without gaps.
Mistake: edge_cases_late
Caught by: oracle/missing-values
May also fail: edge/small-tables, edge/constant-column, stability/timestamps
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
    mean = train.mean(axis=0)
    std = train.std(axis=0)
    std = np.where(train.max(axis=0) == train.min(axis=0), 1.0, std)
    return (train - mean) / std, (test - mean) / std
