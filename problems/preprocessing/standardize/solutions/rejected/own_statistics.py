"""Each table is scaled by its own statistics.

Trap: one helper applied to train and then to test.
Mistake: leakage
Caught by: perturb/test-rows, oracle/complete-tables, oracle/missing-values, edge/small-tables
May also fail: edge/constant-column, stability/rounded-constant, stability/timestamps, policy/constant_column
"""

import numpy as np


def checked(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("two tables with the same columns are needed")
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column has no observed training value")
    return train, test


def scale(table):
    mean = np.nanmean(table, axis=0)
    std = np.nanstd(table, axis=0)
    std[std == 0] = 1.0
    return (table - mean) / std


def standardize(train, test):
    train, test = checked(train, test)
    return scale(train), scale(test)
