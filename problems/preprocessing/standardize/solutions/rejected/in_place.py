"""Scales the caller's tables in place.

Trap: `-=` and `/=` write into memory that belongs to someone else.
Mistake: none
Caught by: hygiene/inputs
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
    std[np.nanmax(train, axis=0) == np.nanmin(train, axis=0)] = 1.0
    train -= mean
    train /= std
    test -= mean
    test /= std
    return train, test
