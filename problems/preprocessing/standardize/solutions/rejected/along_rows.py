"""Statistics along each row instead of each column.

Trap: the axis is wrong, and a square table does not complain.
Mistake: shapes_assumed
Caught by: oracle/complete-tables, oracle/missing-values, metamorphic/units
May also fail: edge/small-tables, edge/constant-column, stability/timestamps, stability/rounded-constant,
  policy/constant_column
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
    mean = np.nanmean(table, axis=1, keepdims=True)
    std = np.nanstd(table, axis=1, keepdims=True)
    return (table - mean) / np.where(std > 0, std, 1.0)


def standardize(train, test):
    train, test = checked(train, test)
    return scale(train), scale(test)
