"""Makes the coefficients a column, so the scores are a column beside flat labels.

Trap: [n, 1] minus [n] is [n, n], and every mean still comes out as a number.
Mistake: shapes_assumed
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
    z = X @ w.reshape(-1, 1) + b
    loss = np.mean(np.logaddexp(0.0, z) - y * z) + lam / 2.0 * np.sum(w**2)
    error = sigmoid(z) - y
    return loss, (X.T @ error).mean(axis=1) / len(y) + lam * w, error.mean()
