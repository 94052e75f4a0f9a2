"""Mistake: np.asarray does not copy a float64 table, and the scaling is done in place. Violates "The tables are shared with other steps: leave them as they are. They may be read-only or views". Shows on any float64 train array: it is overwritten, and a read-only one raises."""
import numpy as np


def standardize(train, test):
    train = np.asarray(train, dtype=np.float64)
    test = np.asarray(test, dtype=np.float64)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("shapes")
    if train.shape[0] == 0 or np.isnan(train).all(axis=0).any():
        raise ValueError("unobserved column")
    mu = np.nanmean(train, axis=0)
    sigma = np.nanstd(train, axis=0)
    flat = np.nanmin(train, axis=0) == np.nanmax(train, axis=0)
    mu[flat] = np.nanmin(train, axis=0)[flat]
    sigma[flat] = 1.0
    for table in (train, test):
        table -= mu
        table /= sigma
    return train, test
