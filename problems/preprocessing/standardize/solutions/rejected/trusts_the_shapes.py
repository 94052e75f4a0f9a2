"""No look at the shapes: a single column is stretched over all features.

Trap: broadcasting turns a wrong table into a plausible result.
Mistake: shapes_assumed
Caught by: loud/column-mismatch
"""

import numpy as np


def standardize(train, test):
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    if np.isnan(train).all(axis=0).any():
        raise ValueError("a column has no observed training value")
    mean = np.nanmean(train, axis=0)
    std = np.nanstd(train, axis=0)
    std = np.where(np.nanmax(train, axis=0) == np.nanmin(train, axis=0), 1.0, std)
    return (train - mean) / std, (test - mean) / std
