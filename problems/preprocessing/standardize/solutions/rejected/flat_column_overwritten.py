"""A flat column is set to 0 as a whole, its missing values too.

Trap: the special case forgets the rule for missing values.
Mistake: edge_cases_late
Caught by: edge/constant-column
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
    flat = np.nanmax(train, axis=0) == np.nanmin(train, axis=0)
    std[flat] = 1.0
    train_z, test_z = (train - mean) / std, (test - mean) / std
    train_z[:, flat] = 0.0
    test_z[:, flat] = 0.0
    return train_z, test_z
