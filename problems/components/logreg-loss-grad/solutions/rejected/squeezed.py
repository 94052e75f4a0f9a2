"""Squeezes the arrays to be tolerant of columns.

Trap: one applicant or one feature loses an axis too.
Mistake: shapes_assumed
Caught by: edge/small
May also fail: oracle/ordinary, loud/label-shape, loud/label-coding
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    X = np.squeeze(X)
    X = X if X.ndim == 2 else X.reshape(-1, 1)
    z = X @ w + b
    loss = np.mean(np.logaddexp(0.0, z) - y * z) + lam / 2.0 * np.sum(w**2)
    error = sigmoid(z) - y
    return loss, np.squeeze(X.T @ error / len(y) + lam * w), error.mean()
