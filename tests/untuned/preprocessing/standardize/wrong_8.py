"""Mistake: a friendly atleast_2d turns a one-dimensional test into a single row instead of refusing it. Violates "Raise ValueError if either table is not two-dimensional". Shows on train = [[1.0, 2.0], [3.0, 5.0]], test = [2.0, 3.0]."""
import numpy as np


def standardize(train, test):
    train = np.asarray(train, dtype=np.float64)
    test = np.atleast_2d(np.asarray(test, dtype=np.float64))
    if train.ndim != 2 or test.ndim != 2 or train.shape[1] != test.shape[1]:
        raise ValueError("shapes")
    seen = np.isfinite(train)
    if len(train) == 0 or not seen.any(axis=0).all():
        raise ValueError("unobserved column")
    mu = np.mean(train, axis=0, where=seen)
    sigma = np.std(train, axis=0, where=seen)
    low = np.min(train, axis=0, where=seen, initial=np.inf)
    flat = low == np.max(train, axis=0, where=seen, initial=-np.inf)
    mu = np.where(flat, low, mu)
    sigma = np.where(flat, 1.0, sigma)
    return (train - mu) / sigma, (test - mu) / sigma
