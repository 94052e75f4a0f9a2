"""Bias as a last column of ones, one gradient for both; epoch as a generator of index batches. Faults named: 30, 31, 34 (line 31 assigns w too early)."""

import numpy as np

BUG_LINES = [30, 31, 34]

IMPACT = [
    "Hours and demand of a batch did not belong together: the model could only learn the average.",
    "The weights were updated before the bias gradient was taken, so w and b did not move along one gradient.",
    "Early stopping looked at the training error, so overfitting was never noticed.",
]


def witness():
    X = np.array([[1.0], [2.0], [4.0]])
    y = np.array([1.0, 5.0, 2.0])
    return X, y, np.array([[3.0]]), np.array([4.0]), [np.array([2, 0, 1]), np.array([1, 2, 0])], 0.05, 2


def train(X, y, Xv, yv, perms, lr, batch_size):
    A = np.column_stack([X, np.ones(len(X))])
    V = np.column_stack([Xv, np.ones(len(Xv))])
    theta = np.zeros(A.shape[1])
    best, best_loss, waited = theta, np.inf, 0
    for order in perms:
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            theta = theta - lr * (2.0 / len(rows)) * (A[rows].T @ (A[rows] @ theta - y[rows]))
        loss = np.mean((V @ theta - yv) ** 2)
        if loss < best_loss:
            best, best_loss, waited = theta, loss, 0
        else:
            waited += 1
            if waited == 3:
                break
    return best[:-1].copy(), float(best[-1])
