"""The mean is weighted, the deviation is not.

Trap: both statistics speak of the same customers.
Mistake: wrong_objective
Caught by: oracle/complete-tables, oracle/missing-values
May also fail: edge/zero-weights, edge/small-tables, stability/timestamps, edge/constant-column,
  stability/rounded-constant, policy/constant_column
"""

import numpy as np


def standardize(train, test, weight):
    train, test, weight = np.asarray(train, float), np.asarray(test, float), np.asarray(weight, float)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("train and test do not fit together")
    if weight.shape != train.shape[:1] or np.isnan(weight).any() or (weight < 0).any():
        raise ValueError("weight must hold a number of at least 0 for each training row")

    known = ~np.isnan(train)
    w = np.where(known, weight[:, None], 0.0)
    total = w.sum(axis=0)
    if (total == 0).any():
        raise ValueError("a column has no observed value of positive weight")
    mean = (w * np.where(known, train, 0.0)).sum(axis=0) / total
    deviations = np.where(known, train - mean, 0.0)
    std = np.nanstd(train, axis=0)
    low = np.where(w > 0, train, np.inf).min(axis=0)
    high = np.where(w > 0, train, -np.inf).max(axis=0)
    flat = low == high

    def scale(table):
        z = (table - mean) / np.where(flat, 1.0, std)
        return np.where(flat & ~np.isnan(table), 0.0, z)

    return scale(train), scale(test)
