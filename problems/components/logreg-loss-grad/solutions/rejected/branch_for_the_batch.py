"""Chooses the safe form of the sigmoid once, by the mean score of all applicants.

Trap: the branch belongs to each score; a batch has both signs.
Mistake: shapes_assumed
Caught by: stability/extremes
May also fail: stability/scale, loud/label-shape, loud/label-coding
"""

import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    z = X @ w + b
    p = 1.0 / (1.0 + np.exp(-z)) if z.mean() >= 0 else np.exp(z) / (1.0 + np.exp(z))
    loss = np.mean(np.logaddexp(0.0, z) - y * z) + lam / 2.0 * np.sum(w**2)
    error = p - y
    return loss, X.T @ error / len(y) + lam * w, error.mean()
