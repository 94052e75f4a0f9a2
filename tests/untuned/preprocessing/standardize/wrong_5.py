"""Mistake: the number of columns is never compared; numpy is trusted to complain, but it broadcasts a single column silently. Violates "Raise ValueError ... if they differ in the number of columns". Shows on train of shape (3, 2) with test of shape (2, 1), which returns a (2, 2) test_z."""
import numpy as np


def standardize(train, test):
    train = np.asarray(train, dtype=np.float64)
    test = np.asarray(test, dtype=np.float64)
    if train.ndim != 2 or test.ndim != 2:
        raise ValueError("tables must be two-dimensional")
    if train.shape[0] == 0 or np.isnan(train).all(axis=0).any():
        raise ValueError("unobserved column")
    mu = np.nanmean(train, axis=0)
    sigma = np.nanstd(train, axis=0)
    flat = np.nanmin(train, axis=0) == np.nanmax(train, axis=0)
    mu = np.where(flat, np.nanmin(train, axis=0), mu)
    sigma = np.where(flat, 1.0, sigma)
    return (train - mu) / sigma, (test - mu) / sigma
