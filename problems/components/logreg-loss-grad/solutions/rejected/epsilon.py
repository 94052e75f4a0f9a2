"""Adds a small number inside both logarithms.

Trap: the small number is large beside the probabilities that matter.
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
    p = sigmoid(X @ w + b)
    loss = -np.mean(y * np.log(p + 1e-12) + (1.0 - y) * np.log(1.0 - p + 1e-12)) + lam / 2.0 * np.sum(w**2)
    error = p - y
    return loss, X.T @ error / len(y) + lam * w, error.mean()
