"""Vectorised with an explicit mask, two passes. Open point: a column that is constant in train (sigma = 0) is only centred, that is divided by 1, in both tables: train becomes 0 and a test value becomes v - mu."""
import numpy as np


def standardize(train, test):
    a = np.array(train, dtype=np.float64)
    b = np.array(test, dtype=np.float64)
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("train and test must be two-dimensional with the same columns")
    seen = ~np.isnan(a)
    count = seen.sum(axis=0)
    if a.shape[0] == 0 or (count == 0).any():
        raise ValueError("a column has no observed training value")
    mu = np.where(seen, a, 0.0).sum(axis=0) / count
    dev = np.where(seen, a - mu, 0.0)
    sigma = np.sqrt((dev * dev).sum(axis=0) / count)
    low = np.where(seen, a, np.inf).min(axis=0)
    high = np.where(seen, a, -np.inf).max(axis=0)
    constant = low == high
    mu = np.where(constant, low, mu)
    sigma = np.where(constant, 1.0, sigma)
    return (a - mu) / sigma, (b - mu) / sigma
