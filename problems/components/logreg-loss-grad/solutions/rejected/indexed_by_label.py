"""Selects the defaults with the labels as an index.

Trap: only booleans are a mask; zeros and ones pick rows 0 and 1.
Mistake: shapes_assumed
Caught by: oracle/ordinary
May also fail: metamorphic/rows-twice, stability/scale, stability/extremes, edge/small, edge/types,
  loud/label-shape, loud/label-coding
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y)
    z = X @ w + b
    log_loss = np.logaddexp(0.0, z)
    log_loss[y] -= z[y]
    loss = log_loss.mean() + lam / 2.0 * np.sum(w**2)
    error = sigmoid(z)
    error[y] -= 1.0
    return loss, X.T @ error / len(z) + lam * w, error.mean()
