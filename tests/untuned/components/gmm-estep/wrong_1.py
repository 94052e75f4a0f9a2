"""Expands the square into three matrix products, as libraries do for speed; it cancels where means are large against the deviations. Violates "Every number is
right to a relative 1e-8 or an absolute 1e-8". Shows on X = [[1e6 + 0.3]], means = [[1e6], [1e6 + 1]], variances = [[1e-2], [1e-2]]."""
import numpy as np


def gmm_estep(X, means, variances, weights):
    X, mu, v, w = (np.array(a, dtype=float) for a in (X, means, variances, weights))
    if not (v > 0).all():
        raise ValueError("variance")
    X = X.reshape(-1, mu.shape[1])
    prec = 1.0 / v
    sq = (X ** 2) @ prec.T - 2.0 * X @ (mu * prec).T + (mu ** 2 * prec).sum(axis=1)
    with np.errstate(divide="ignore"):
        lq = np.log(w) - 0.5 * np.log(2 * np.pi * v).sum(axis=1) - 0.5 * sq
    top = lq.max(axis=1, keepdims=True)
    e = np.exp(lq - top)
    s = e.sum(axis=1, keepdims=True)
    return e / s, float((top + np.log(s)).sum())
