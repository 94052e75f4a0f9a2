"""Looks for variances of exactly 0 only. Violates "A variance that is not above 0 raises ValueError".
Shows on variances = [[1], [-1]]: NaN comes back."""
import numpy as np


def gmm_estep(X, means, variances, weights):
    X, mu, v, w = (np.array(a, dtype=float) for a in (X, means, variances, weights))
    if (v == 0).any():
        raise ValueError("a variance is zero")
    X = X.reshape(-1, mu.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        lq = np.log(w) - 0.5 * (np.log(2 * np.pi * v).sum(axis=1) + ((X[:, None] - mu) ** 2 / v).sum(axis=2))
    top = lq.max(axis=1, keepdims=True)
    e = np.exp(lq - top)
    s = e.sum(axis=1, keepdims=True)
    return e / s, float((top + np.log(s)).sum())
