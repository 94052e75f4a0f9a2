"""Turns the labels into signs in whatever type they have.

Trap: in unsigned bytes, twice zero minus one is 255.
Mistake: shapes_assumed
Caught by: edge/types
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X = np.asarray(w, dtype=float), np.asarray(X, dtype=float)
    sign = 2 * np.asarray(y) - 1
    margin = sign * (X @ w + b)
    loss = np.mean(np.logaddexp(0.0, -margin)) + lam / 2.0 * np.sum(w**2)
    slope = -sign * np.exp(-np.logaddexp(0.0, margin))
    return loss, X.T @ slope / len(slope) + lam * w, slope.mean()
