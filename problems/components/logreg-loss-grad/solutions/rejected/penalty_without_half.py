"""A penalty of lambda times the squared norm, with the matching gradient.

Trap: consistent in itself, but twice the stated penalty.
Mistake: wrong_objective
Caught by: oracle/ordinary
May also fail: stability/scale, stability/extremes, edge/small, edge/types, loud/label-shape,
  loud/label-coding
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    z = X @ w + b
    loss = np.mean(np.logaddexp(0.0, z) - y * z) + lam * np.sum(w**2)
    error = sigmoid(z) - y
    return loss, X.T @ error / len(y) + 2.0 * lam * w, error.mean()
