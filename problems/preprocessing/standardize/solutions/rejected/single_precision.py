"""Computes in single precision.

Trap: a habit from training loops; seven digits are not enough here.
Mistake: none
Caught by: oracle/complete-tables, oracle/missing-values, stability/timestamps
May also fail: edge/small-tables, edge/constant-column, metamorphic/units, stability/rounded-constant,
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
    train, test = train.astype(np.float32), test.astype(np.float32)
    mean = np.nanmean(train, axis=0)
    std = np.nanstd(train, axis=0)
    std = np.where(np.nanmax(train, axis=0) == np.nanmin(train, axis=0), 1.0, std)
    return ((train - mean) / std).astype(float), ((test - mean) / std).astype(float)
