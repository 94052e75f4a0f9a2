"""Missing values become 0, the mean of the scaled column.

Trap: silent imputation where the contract keeps the gap.
Mistake: edge_cases_late
Caught by: oracle/missing-values, edge/small-tables
May also fail: edge/constant-column, stability/timestamps
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
    std = np.where(np.nanmax(train, axis=0) == np.nanmin(train, axis=0), 1.0, std)
    return np.nan_to_num((train - mean) / std), np.nan_to_num((test - mean) / std)
