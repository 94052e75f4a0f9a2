"""Nightly training of the heat demand model: linear regression by mini-batches."""

import numpy as np

PATIENCE = 3


def mean_squared_error(X, y, w, b):
    return float(np.mean((X @ w + b - y) ** 2))


def weight_gradient(X, y, w, b):
    """Gradient of the mean squared error with respect to the weights."""
    return 2.0 * X.T @ (X @ w + b - y) / len(y)


def bias_gradient(X, y, w, b):
    """Derivative of the mean squared error with respect to the bias."""
    return float(2.0 * np.mean(X @ w + b - y))


def train(X, y, Xv, yv, perms, lr, batch_size):
    """Weights and bias of the best epoch; each epoch visits the hours in the order of its permutation."""
    w, b = np.zeros(X.shape[1]), 0.0
    best, best_loss, waited = (w, b), np.inf, 0
    for order in perms:
        shuffled = X[order]
        for start in range(0, len(y), batch_size):
            hours = shuffled[start : start + batch_size]
            heat = y[start : start + batch_size]
            w = w - lr * weight_gradient(hours, heat, w, b)
            b = b - lr * bias_gradient(hours, heat, w, b)

        loss = mean_squared_error(X, y, w, b)
        if loss < best_loss:
            best, best_loss, waited = (w, b), loss, 0
        else:
            waited += 1
        if waited == PATIENCE:
            break
    return best
