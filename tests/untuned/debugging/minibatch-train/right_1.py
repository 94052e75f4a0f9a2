"""Minimal repair of three lines: targets follow the permutation, both gradients at the same state, validation loss on Xv, yv. Faults named: 30, 32, 34."""

import numpy as np

BUG_LINES = [30, 32, 34]

IMPACT = [
    "Line 30 takes the demand in table order while the hours are shuffled: the model learns from demand of other hours, hence little more than the average.",
    "Line 32 takes the bias gradient after the weights have moved: the step is not the gradient step, bias and weights drift off.",
    "Line 34 measures the training hours: the best epoch is picked and training is stopped by what the model has memorised, never by the held-back week.",
]


def witness():
    rng = np.random.default_rng(5)
    X, Xv = rng.normal(size=(12, 2)), rng.normal(size=(5, 2))
    y, yv = X @ [2.0, -1.0] + 3.0 + rng.normal(size=12), Xv @ [2.0, -1.0] + 3.0
    return X, y, Xv, yv, [rng.permutation(12) for _ in range(6)], 0.1, 5


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
        shuffled, demand = X[order], y[order]
        for start in range(0, len(y), batch_size):
            hours = shuffled[start : start + batch_size]
            heat = demand[start : start + batch_size]
            dw = weight_gradient(hours, heat, w, b)
            db = bias_gradient(hours, heat, w, b)
            w = w - lr * dw
            b = b - lr * db

        loss = mean_squared_error(Xv, yv, w, b)
        if loss < best_loss:
            best, best_loss, waited = (w, b), loss, 0
        else:
            waited += 1
        if waited == PATIENCE:
            break
    return best
