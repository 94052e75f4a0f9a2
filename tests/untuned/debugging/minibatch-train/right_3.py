"""Plain loops over hours and features with Python floats. Four lines named: the faults 30, 32, 34, and 27, where the demand should have been shuffled as well."""

import numpy as np

BUG_LINES = [27, 30, 32, 34]

IMPACT = [
    "Line 30: the demand was not permuted with the hours, the pairs were random and the weights stayed near zero.",
    "Line 32: the bias step used the new weights instead of the state before the step.",
    "Line 34: the error of the training hours decided about stopping and the best epoch.",
]


def witness():
    X = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, -1.0]])
    y = np.array([1.0, 4.0, 9.0, -3.0])
    perms = [np.array([3, 1, 0, 2]), np.array([2, 0, 3, 1])]
    return X, y, X[:1] + 0.5, y[:1] - 2.0, perms, 0.1, 3


def _predict(row, w, b):
    return sum(a * c for a, c in zip(row, w)) + b


def train(X, y, Xv, yv, perms, lr, batch_size):
    hours, demand = X.tolist(), y.tolist()
    v_hours, v_demand = Xv.tolist(), yv.tolist()
    d = X.shape[1]
    w, b = [0.0] * d, 0.0
    best_w, best_b, best_loss = list(w), b, float("inf")
    waited = 0
    for order in perms:
        order = [int(i) for i in order]
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            r = len(batch)
            gw, gb = [0.0] * d, 0.0
            for i in batch:
                error = _predict(hours[i], w, b) - demand[i]
                gb += 2.0 * error / r
                for j in range(d):
                    gw[j] += 2.0 * error * hours[i][j] / r
            w = [a - lr * g for a, g in zip(w, gw)]
            b -= lr * gb
        loss = sum((_predict(row, w, b) - t) ** 2 for row, t in zip(v_hours, v_demand)) / len(v_demand)
        if loss < best_loss:
            best_w, best_b, best_loss, waited = list(w), b, loss, 0
        else:
            waited += 1
        if waited >= 3:
            break
    return np.array(best_w), float(best_b)
