"""Plain loops over columns and rows with numpy only for the two by two system."""

import numpy as np

BUG_LINES = [32, 34, 39, 41]
IMPACT = [
    "Scaling knew the held-out coils, so a campaign that differs from the others never looked unfamiliar.",
    "The two readings were chosen with the held-out strengths: chance agreement passed for predictive power.",
    "The mean strength included the held-out coils, which pulled every prediction towards its own answer.",
]


def witness():
    return np.array([[1.0, 2.0], [3.0, 7.0]]), np.array([10.0, 20.0]), 2


def _standard(values, train):
    seen = [values[i] for i in train]
    mean = sum(seen) / len(seen)
    if min(seen) == max(seen):
        return [v - mean for v in values]
    scale = (sum((v - mean) ** 2 for v in seen) / len(seen)) ** 0.5
    return [(v - mean) / scale for v in values]


def oof_predictions(X, y, k):
    n = len(y)
    fold_of = [fold for fold, rows in enumerate(np.array_split(np.arange(n), k)) for _ in rows]
    pred = np.empty(n)
    for fold in range(k):
        train = [i for i in range(n) if fold_of[i] != fold]
        level = sum(y[i] for i in train) / len(train)
        columns = [_standard(list(column), train) for column in X.T]
        products = [sum(z[i] * y[i] for i in train) for z in columns]
        order = sorted(range(len(columns)), key=lambda j: abs(products[j]), reverse=True)[:2]
        gram = [[sum(columns[a][i] * columns[b][i] for i in train) + 2.0 * (a == b) for b in order] for a in order]
        weights = np.linalg.solve(np.array(gram), np.array([products[j] for j in order]))
        for row in range(n):
            if fold_of[row] == fold:
                pred[row] = level + sum(w * columns[j][row] for w, j in zip(weights, order))
    return pred
