"""Trap: shrinks the weights once per epoch.

Mistake: wrong_objective
Caught by: oracle/ordinary
May also fail: oracle/one-epoch, oracle/best-on-validation, edge/batches, oracle/small-noise
"""

import numpy as np

BUG_LINES = [27, 32, 34]
IMPACT = [
    "Hours were trained on the demand of other hours, so the weights said nothing and the forecast was the average.",
    "The bias stepped along a gradient of other weights, so the result was not that of the method we documented.",
    "The epoch was chosen on the hours it was trained on, so the forecasts of overfitted nights went out.",
]


def witness():
    one = np.array([[1.0]])
    return one, np.array([1.0]), one, np.array([1.0]), [np.array([0])], 0.25, 1


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
    w, b = np.zeros(X.shape[1]), 0.0
    best, best_loss, waited = (w, b), np.inf, 0
    for order in perms:
        w = w * (1.0 - lr * 0.2)
        for start in range(0, len(y), batch_size):
            rows = order[start : start + batch_size]
            hours, heat = X[rows], y[rows]
            w, b = w - lr * weight_gradient(hours, heat, w, b), b - lr * bias_gradient(hours, heat, w, b)
        loss = mean_squared_error(Xv, yv, w, b)
        if loss < best_loss:
            best, best_loss, waited = (w, b), loss, 0
        else:
            waited += 1
        if waited == PATIENCE:
            break
    return best
