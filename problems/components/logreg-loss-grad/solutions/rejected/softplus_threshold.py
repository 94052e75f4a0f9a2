"""A softplus that is taken for linear beyond 20, as tensor libraries do by default.

Trap: e to the -20 is two billionths, far more than the accuracy that was asked for.
Mistake: none
Caught by: stability/extremes
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def softplus(z):
    return np.where(z > 20.0, z, np.log1p(np.exp(np.minimum(z, 20.0))))


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = (np.asarray(a, dtype=np.float64) for a in (w, X, y))
    sign = 2.0 * y - 1.0
    margin = sign * (X @ w + b)
    loss = np.mean(np.maximum(-margin, 0.0) + softplus(np.abs(margin)) - np.abs(margin)) + lam / 2.0 * (w @ w)
    slope = -sign * np.exp(-np.logaddexp(0.0, margin))
    return loss, X.T @ slope / len(y) + lam * w, slope.mean()
