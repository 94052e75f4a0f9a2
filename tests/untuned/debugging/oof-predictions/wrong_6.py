"""Selects by np.argsort(strength)[::-1], so that among equal correlations the last column wins. Violates "the first of equals wins". Shows where X[:, 0], X[:, 1] and X[:, 2] are equal on the training rows of a fold but not on the fold itself: columns 0 and 1 must be used there."""

import numpy as np

BUG_LINES = [32, 34, 39, 41]

IMPACT = [
    "Line 32 takes mean and scale from all coils: the fold to be predicted shapes its own scaling.",
    "Line 34 centres the strength by the mean of all coils: the target of the held-out campaign leaks into the weights.",
    "Line 39 chooses the two columns on all coils: with 400 readings and 60 coils chance winners look excellent; this is most of the illusion.",
    "Line 41 adds the mean strength of all coils to the prediction: the level of the held-out campaign leaks in.",
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
    varies = (rows.max(axis=0) > rows.min(axis=0)) & (target.max() > target.min())
    strength = np.divide(np.abs(dy @ dx), norm, out=np.zeros(len(norm)), where=varies & (norm > 0))
    return np.argsort(strength, kind="stable")[::-1][:KEPT_COLUMNS]


def ridge(rows, target):
    """Weights of a ridge regression without intercept: rows and target are centred already."""
    return np.linalg.solve(rows.T @ rows + PENALTY * np.eye(rows.shape[1]), rows.T @ target)


def oof_predictions(X, y, k):
    """One prediction per coil, from a model that never saw the campaign of the coil."""
    everyone = np.arange(len(y))
    pred = np.empty(len(y))
    for campaign in np.array_split(everyone, k):
        train = np.setdiff1d(everyone, campaign)
        mean, scale = moments(X[train])
        Z = (X - mean) / scale
        level = y[train].mean()
        columns = strongest(X[train], y[train])
        weights = ridge(Z[train][:, columns], y[train] - level)
        pred[campaign] = Z[campaign][:, columns] @ weights + level
    return pred
