"""Multiplies features and coefficients in the type they come in.

Trap: products and sums of bytes wrap around, and the intercept makes floats of them too late.
Mistake: shapes_assumed
Caught by: edge/types
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w), np.asarray(X), np.asarray(y, dtype=float)
    z = X @ w + float(b)
    w = w.astype(float)
    tail = np.exp(-np.abs(z))
    error = np.where(z >= 0, 1.0, tail) / (1.0 + tail) - y
    loss = np.mean(np.logaddexp(0.0, z) - y * z) + lam / 2.0 * (w @ w)
    return loss, X.T @ error / len(y) + lam * w, error.mean()
