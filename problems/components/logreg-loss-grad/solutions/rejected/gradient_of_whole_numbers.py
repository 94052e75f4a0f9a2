"""Fills a gradient that takes its type from the coefficients.

Trap: whole-number coefficients cut every entry to a whole number.
Mistake: shapes_assumed
Caught by: hygiene/inputs, edge/types
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    grad_w = np.zeros_like(w)
    z = X @ w + b
    error = sigmoid(z) - y
    for j in range(len(w)):
        grad_w[j] = np.mean(error * X[:, j]) + lam * w[j]
    loss = np.mean(np.logaddexp(0.0, z) - y * z) + lam / 2.0 * np.sum(w**2)
    return loss, grad_w, error.mean()
