"""The sigmoid and the two logarithms as they stand in the formula.

Trap: the exponential overflows, and the logarithm of an underflowed probability is infinite.
Mistake: none
Caught by: stability/scale, stability/extremes
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    z = X @ w + b
    p = np.exp(z) / (1.0 + np.exp(z))
    loss = -np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p)) + lam / 2.0 * np.sum(w**2)
    error = p - y
    return loss, X.T @ error / len(y) + lam * w, error.mean()
