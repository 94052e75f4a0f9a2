"""One parameter vector with a column of ones; the curve of errors is judged by a generator of states."""

import numpy as np

BUG_LINES = [27, 30, 31, 32, 34]
IMPACT = [
    "Hours were trained on the demand of other hours, so the weights said nothing and the forecast was the average.",
    "The bias stepped along a gradient of other weights, so the result was not that of the method we documented.",
    "The epoch was chosen on the hours it was trained on, so the forecasts of overfitted nights went out.",
]


def witness():
    one = np.array([[1.0]])
    return one, np.array([1.0]), one, np.array([1.0]), [np.array([0])], 0.25, 1


def _states(X, y, perms, lr, batch_size):
    theta = np.zeros(X.shape[1])
    for order in perms:
        for rows in np.split(order, range(batch_size, len(order), batch_size)):
            theta = theta - lr * 2.0 / len(rows) * (X[rows] @ theta - y[rows]) @ X[rows]
        yield theta


def train(X, y, Xv, yv, perms, lr, batch_size):
    X, Xv = (np.column_stack([part, np.ones(len(part))]) for part in (X, Xv))
    curve, kept = [np.inf], [np.zeros(X.shape[1])]
    for theta in _states(X, y, perms, lr, batch_size):
        curve.append(np.mean((Xv @ theta - yv) ** 2))
        kept.append(theta)
        if len(curve) - 1 - np.argmin(curve) == 3:
            break
    chosen = kept[int(np.argmin(curve))]
    return chosen[:-1], float(chosen[-1])
