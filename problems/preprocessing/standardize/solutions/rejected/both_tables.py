"""Statistics over both tables together.

Trap: one convenient table of everything before the scaling.
Mistake: leakage
Caught by: perturb/test-rows, oracle/complete-tables, oracle/missing-values
May also fail: edge/constant-column, edge/small-tables, stability/rounded-constant, policy/constant_column,
  stability/timestamps
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
    everything = np.vstack([train, test])
    mean = np.nanmean(everything, axis=0)
    std = np.nanstd(everything, axis=0)
    std[std == 0] = 1.0
    return (train - mean) / std, (test - mean) / std
