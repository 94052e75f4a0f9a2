"""Terse: all epoch states and losses in lists, stop by comparing with the minimum so far. Faults named: 30, 32, 34."""

import numpy as np

BUG_LINES = [30, 32, 34]

IMPACT = [
    "Features and targets of a batch came from different hours.",
    "The bias moved by a gradient taken at the weights of the next step.",
    "Model selection and stopping ran on the training error.",
]


def witness():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(20, 3))
    return X, X.sum(axis=1) + 5.0, X[:4] * 2.0, np.arange(4.0), [rng.permutation(20) for _ in range(5)], 0.05, 7


def train(X, y, Xv, yv, perms, lr, batch_size):
    w, b = np.zeros(X.shape[1]), 0.0
    states, losses = [], []
    for order in perms:
        for i in range(0, len(y), batch_size):
            Xb, yb = X[order[i : i + batch_size]], y[order[i : i + batch_size]]
            g = 2.0 * (Xb @ w + b - yb) / len(yb)
            w, b = w - lr * (g @ Xb), b - lr * g.sum()
        states.append((w, float(b)))
        losses.append(np.mean((Xv @ w + b - yv) ** 2))
        if len(losses) - 1 - np.argmin(losses) == 3:
            break
    return states[np.argmin(losses)] if states else (w, b)
