"""Mode by mode with two-dimensional arrays only; modes of weight 0 are left out of the calculation altogether and keep a column of zeros."""
import math

import numpy as np


def gmm_estep(X, means, variances, weights):
    mu, v = np.array(means, float), np.array(variances, float)
    w = np.array(weights, float)
    if np.count_nonzero(v > 0) != v.size:
        raise ValueError("variances must be positive")
    k, d = mu.shape
    X = np.array(X, float).reshape(-1, d)
    live = np.flatnonzero(w > 0)
    L = np.empty((len(X), len(live)))
    for a, c in enumerate(live):
        z = (X - mu[c]) / np.sqrt(v[c])
        L[:, a] = math.log(w[c]) - 0.5 * d * math.log(2 * math.pi) - 0.5 * np.log(v[c]).sum() - 0.5 * np.sum(z * z, axis=1)
    top = L.max(axis=1)
    E = np.exp(L - top[:, None])
    resp = np.zeros((len(X), k))
    resp[:, live] = E / E.sum(axis=1)[:, None]
    return resp, float(np.sum(top) + np.sum(np.log(E.sum(axis=1))))
