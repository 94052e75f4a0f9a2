"""Mistake: variance in one pass, E[x^2] - mu^2, clipped at zero; it cancels catastrophically. Violates "A few raw columns are epoch seconds near 1.7e9 that lie within five minutes; there it is 1e-4". Shows on train = [[1.7e9], [1.7e9 + 60], [1.7e9 + 200]] (constant columns: 0)."""
import numpy as np


def standardize(train, test):
    a = np.array(train, dtype=np.float64)
    b = np.array(test, dtype=np.float64)
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[1]:
        raise ValueError("shapes")
    seen = ~np.isnan(a)
    k = seen.sum(axis=0)
    if len(a) == 0 or (k == 0).any():
        raise ValueError("unobserved column")
    filled = np.where(seen, a, 0.0)
    mu = filled.sum(axis=0) / k
    var = np.maximum((filled ** 2).sum(axis=0) / k - mu ** 2, 0.0)
    constant = np.nanmax(a, axis=0) == np.nanmin(a, axis=0)
    sigma = np.where(constant | (var == 0), 1.0, np.sqrt(var))
    mu = np.where(constant, np.nanmax(a, axis=0), mu)
    return (a - mu) / sigma, (b - mu) / sigma
