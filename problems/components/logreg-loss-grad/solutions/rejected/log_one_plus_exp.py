"""The simplified loss, log of one plus e to the score, without a guard.

Trap: the exponential overflows from 710 on and the loss becomes infinite.
Mistake: none
Caught by: stability/scale, stability/extremes
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    z = X @ w + b
    loss = np.mean(np.log(1.0 + np.exp(z)) - y * z) + lam / 2.0 * np.sum(w**2)
    error = sigmoid(z) - y
    return loss, X.T @ error / len(y) + lam * w, error.mean()
