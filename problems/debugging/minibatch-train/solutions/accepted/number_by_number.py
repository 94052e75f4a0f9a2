"""Plain loops over hours and features, sums of errors per batch."""

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


def _forecast(row, model):
    w, b = model
    return b + sum(v * row[j] for j, v in enumerate(w))


def train(X, y, Xv, yv, perms, lr, batch_size):
    w, b = [0.0] * X.shape[1], 0.0
    best, smallest, since = (list(w), b), np.inf, 0
    for order in perms:
        order = list(order)
        while order:
            batch, order = order[:batch_size], order[batch_size:]
            errors = [_forecast(X[i], (w, b)) - y[i] for i in batch]
            slopes = [2 * sum(e * X[i, j] for e, i in zip(errors, batch)) / len(batch) for j in range(len(w))]
            for j, slope in enumerate(slopes):
                w[j] -= lr * slope
            b -= lr * 2 * sum(errors) / len(batch)
        loss = sum((_forecast(row, (w, b)) - target) ** 2 for row, target in zip(Xv, yv))
        if loss < smallest:
            best, smallest, since = (list(w), b), loss, 0
        else:
            since += 1
            if since == 3:
                break
    return np.array(best[0], dtype=float), float(best[1])
