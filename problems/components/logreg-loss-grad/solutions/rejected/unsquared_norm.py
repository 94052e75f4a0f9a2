"""Penalises the norm itself, with its right gradient.

Trap: the norm and its square are both called L2.
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
    loss = np.mean(np.logaddexp(0.0, z) - y * z) + lam / 2.0 * np.linalg.norm(w)
    error = sigmoid(z) - y
    return loss, X.T @ error / len(y) + lam / 2.0 * w / max(np.linalg.norm(w), 1e-300), error.mean()
