"""The penalty is divided by the sum of the weights together with the log-loss.

Trap: the penalty joins the weighted sum.
Mistake: wrong_objective
Caught by: oracle/ordinary, metamorphic/weight-unit
May also fail: metamorphic/rows-twice, stability/scale, stability/extremes, edge/small, edge/types,
  loud/label-shape, loud/label-coding, edge/weights
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam, weights):
    w, X, y, weights = (np.asarray(a, dtype=np.float64) for a in (w, X, y, weights))
    total = weights.sum()
    if total == 0:
        raise ValueError("no weight")
    z = X @ w + b
    loss = (weights @ (np.logaddexp(0.0, z) - y * z) + lam / 2 * (w @ w)) / total
    error = weights * (sigmoid(z) - y)
    return loss, (X.T @ error + lam * w) / total, error.sum() / total
