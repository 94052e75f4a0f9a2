"""Clips the scores to where the exponential is safe.

Trap: beyond the limit the loss is flat, so it is another objective.
Mistake: none
Caught by: stability/scale, stability/extremes
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    z = np.clip(X @ w + b, -500.0, 500.0)
    loss = np.mean(np.log1p(np.exp(z)) - y * z) + lam / 2.0 * np.sum(w**2)
    error = 1.0 / (1.0 + np.exp(-z)) - y
    return loss, X.T @ error / len(y) + lam * w, error.mean()
