"""One deviation for the whole table, with a floor.

Trap: `max(train.std(), eps)` is right for a single column only.
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


def standardize(train, test):
    train, test = checked(train, test)
    mean = np.nanmean(train, axis=0)
    std = max(np.nanstd(train), 1e-8)
    return (train - mean) / std, (test - mean) / std
