"""Mistake: an epsilon of 1e-8 is added to every sigma "for safety", which is not small against spreads of 1e-3. Violates z = (v - mu) / sigma with "Ordinary columns have spreads between 1e-3 and 1e6 ... compared at a tolerance of 1e-8". Shows on train = [[0.001], [0.003]]: 0.99999 instead of 1."""
import numpy as np

EPS = 1e-8


def standardize(train, test):
    train = np.asarray(train, dtype=float)
    test = np.asarray(test, dtype=float)
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("shapes")
    if train.shape[0] == 0 or np.isnan(train).all(axis=0).any():
        raise ValueError("unobserved column")
    mu = np.nanmean(train, axis=0)
    mu = np.where(np.nanmin(train, axis=0) == np.nanmax(train, axis=0), np.nanmin(train, axis=0), mu)
    sigma = np.nanstd(train, axis=0)
    return (train - mu) / (sigma + EPS), (test - mu) / (sigma + EPS)
