"""Weights inside the sums, which are then divided by the number of applicants.

Trap: a weighted sum over n is not a weighted mean.
Mistake: wrong_objective
Caught by: metamorphic/weight-unit, metamorphic/whole-weights
May also fail: oracle/ordinary, stability/scale, stability/extremes, edge/small, edge/types, loud/label-shape,
  loud/label-coding, edge/weights
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam, weights):
    w, X, y, weights = (np.asarray(a, dtype=np.float64) for a in (w, X, y, weights))
    if not weights.any():
        raise ValueError("no weight")
    z = X @ w + b
    loss = np.mean(weights * (np.logaddexp(0.0, z) - y * z)) + lam / 2 * (w @ w)
    error = weights * (sigmoid(z) - y)
    return loss, X.T @ error / len(y) + lam * w, error.mean()
