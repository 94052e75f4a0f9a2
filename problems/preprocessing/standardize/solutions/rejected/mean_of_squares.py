"""Variance as the mean of squares less the square of the mean.

Trap: two large numbers cancel when the offset is large.
Mistake: none
Caught by: stability/timestamps
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
    variance = np.nanmean(train**2, axis=0) - mean**2
    flat = np.nanmax(train, axis=0) == np.nanmin(train, axis=0)
    std = np.where(flat, 1.0, np.sqrt(np.maximum(variance, 0.0)))
    return (train - mean) / std, (test - mean) / std
