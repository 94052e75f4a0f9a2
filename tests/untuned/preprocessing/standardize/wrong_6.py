"""Mistake: a constant training column is decided in two ways, set to 0 in train but left unscaled (raw v) in test, because test is only touched where sigma > 0. Violates "Every entry v of that column, in either table, becomes (v - mu) / sigma": equal values of one column get different z. Shows on train = [[5.0], [5.0]], test = [[5.0]]: 0 against 5."""
import numpy as np


def standardize(train, test):
    train = np.array(train, dtype=np.float64)
    test = np.array(test, dtype=np.float64)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("shapes")
    if train.shape[0] == 0 or np.isnan(train).all(axis=0).any():
        raise ValueError("unobserved column")
    mu = np.nanmean(train, axis=0)
    sigma = np.nanstd(train, axis=0)
    usable = np.nanmin(train, axis=0) < np.nanmax(train, axis=0)
    train_z = np.where(np.isnan(train), np.nan, 0.0)
    train_z[:, usable] = (train[:, usable] - mu[usable]) / sigma[usable]
    test_z = test.copy()
    test_z[:, usable] = (test[:, usable] - mu[usable]) / sigma[usable]
    return train_z, test_z
