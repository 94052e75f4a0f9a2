"""Refuses the file as soon as one applicant has no weight.

Trap: weights that are not all above zero are taken for weights that are all zero.
Mistake: edge_cases_late
Caught by: edge/weights
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam, weights):
    w, X, y, weights = (np.asarray(a, dtype=np.float64) for a in (w, X, y, weights))
    if not weights.all():
        raise ValueError("no weight")
    share = weights / weights.sum()
    z = X @ w + b
    loss = share @ (np.logaddexp(0.0, z) - y * z) + lam / 2 * (w @ w)
    error = share * (sigmoid(z) - y)
    return loss, X.T @ error + lam * w, error.sum()
