"""Computes in single precision to save memory.

Trap: seven digits are not enough for a line search near the optimum.
Mistake: early_optimisation
Caught by: oracle/ordinary, stability/scale
May also fail: gradient/coefficients, gradient/intercept, metamorphic/rows-twice, stability/extremes,
  edge/small, edge/types, loud/label-shape, loud/label-coding
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    w, X, y = w.astype(np.float32), X.astype(np.float32), y.astype(np.float32)
    z = X @ w + np.float32(b)
    loss = np.mean(np.logaddexp(np.float32(0.0), z) - y * z) + np.float32(lam) / 2 * np.sum(w**2)
    error = sigmoid(z) - y
    return float(loss), (X.T @ error / len(y) + np.float32(lam) * w).astype(float), float(error.mean())
