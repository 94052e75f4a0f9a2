"""Starts the gradient as the coefficients times lambda, in the memory of the coefficients.

Trap: `asarray` makes no copy of a float array, so the optimiser loses its point.
Mistake: none
Caught by: hygiene/inputs
May also fail: loud/label-shape, loud/label-coding
"""

import numpy as np


def sigmoid(z):
    tail = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, tail) / (1.0 + tail)


def logreg_loss_grad(w, b, X, y, lam):
    w, X, y = np.asarray(w, dtype=float), np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    z = X @ w + b
    loss = np.mean(np.logaddexp(0.0, z) - y * z) + lam / 2.0 * np.sum(w**2)
    error = sigmoid(z) - y
    grad_w = w
    grad_w *= lam
    grad_w += X.T @ error / len(y)
    return loss, grad_w, error.mean()
