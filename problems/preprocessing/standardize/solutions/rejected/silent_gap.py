"""A column never observed in training comes out as NaN without a word.

Trap: the nan-functions only warn.
Mistake: edge_cases_late
Caught by: loud/unscalable-column
"""

import numpy as np


def standardize(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("two tables with the same columns are needed")
    mean = np.nanmean(train, axis=0)
    std = np.nanstd(train, axis=0)
    flat = np.abs(std) <= 1e-12 * np.abs(mean)
    std = np.where(flat, 1.0, std)
    return (train - mean) / std, (test - mean) / std
