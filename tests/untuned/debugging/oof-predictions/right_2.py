"""The given helpers unchanged (strongest as given, on the scaled training rows), only the main function is rewritten with boolean masks. Named: 32, 34, 39 (the second use of y.mean() in line 41 follows from 34)."""

import numpy as np

BUG_LINES = [32, 34, 39]

IMPACT = [
    "Line 32 takes mean and scale from all coils: the fold to be predicted shapes its own scaling.",
    "Line 34 centres the strength by the mean of all coils: the target of the held-out campaign leaks into the weights.",
    "Line 39 chooses the two columns on all coils: with 400 readings and 60 coils chance winners look excellent; this is most of the illusion.",
]


def witness():
    rng = np.random.default_rng(0)
    return rng.normal(size=(12, 20)), rng.normal(size=12), 3


PENALTY = 2.0
KEPT_COLUMNS = 2


def moments(rows):
    """Mean and scale of each column; the scale of a column that does not vary is 1."""
    varies = rows.max(axis=0) > rows.min(axis=0)
    return rows.mean(axis=0), np.where(varies, rows.std(axis=0), 1.0)


def strongest(rows, target):
    """Indices of the columns with the largest absolute correlation with the target; the first wins a tie."""
    dx = rows - rows.mean(axis=0)
    dy = target - target.mean()
    norm = np.sqrt((dx**2).sum(axis=0) * (dy**2).sum())
    strength = np.divide(np.abs(dy @ dx), norm, out=np.zeros(len(norm)), where=norm > 0)
    return np.argsort(-strength, kind="stable")[:KEPT_COLUMNS]


def ridge(rows, target):
    """Weights of a ridge regression without intercept: rows and target are centred already."""
    return np.linalg.solve(rows.T @ rows + PENALTY * np.eye(rows.shape[1]), rows.T @ target)


def oof_predictions(X, y, k):
    """One prediction per coil, from a model that never saw the campaign of the coil."""
    everyone = np.arange(len(y))
    pred = np.empty(len(y))
    for campaign in np.array_split(everyone, k):
        seen = np.ones(len(y), dtype=bool)
        seen[campaign] = False
        mean, scale = moments(X[seen])
        train, held = (X[seen] - mean) / scale, (X[~seen] - mean) / scale
        columns = strongest(train, y[seen])
        weights = ridge(train[:, columns], y[seen] - y[seen].mean())
        pred[campaign] = held[:, columns] @ weights + y[seen].mean()
    return pred
