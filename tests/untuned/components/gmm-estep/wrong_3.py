"""Adds 1e-300 to the weights to avoid the logarithm of 0. Violates "a mode of weight 0 has responsibility 0": far from the other modes the tiny weight wins.
Shows on X = [[100]], means = [[0], [100]], variances = [[1], [1]], weights = [1, 0]: responsibility 1 for the second mode."""
import numpy as np


def gmm_estep(X, means, variances, weights):
    X, mu, v, w = (np.array(a, dtype=float) for a in (X, means, variances, weights))
    if not (v > 0).all():
        raise ValueError("variance")
    X = X.reshape(-1, mu.shape[1])
    lq = np.log(w + 1e-300) - 0.5 * (np.log(2 * np.pi * v).sum(axis=1) + ((X[:, None] - mu) ** 2 / v).sum(axis=2))
    top = lq.max(axis=1, keepdims=True)
    e = np.exp(lq - top)
    s = e.sum(axis=1, keepdims=True)
    return e / s, float((top + np.log(s)).sum())
