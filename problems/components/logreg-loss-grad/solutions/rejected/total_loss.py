"""Sums the log-loss over the applicants, in loss and gradients alike.

Trap: consistent, but the penalty then weighs less for a larger month.
Mistake: wrong_objective
Caught by: oracle/ordinary, metamorphic/rows-twice
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
    loss = np.sum(np.logaddexp(0.0, z) - y * z) + lam / 2.0 * np.sum(w**2)
    error = sigmoid(z) - y
    return loss, X.T @ error + lam * w, error.sum()
