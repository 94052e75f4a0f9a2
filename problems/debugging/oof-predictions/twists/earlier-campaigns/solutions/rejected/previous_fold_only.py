"""Trap: learns from the one fold before.

Mistake: wrong_objective
Caught by: oracle/ordinary
May also fail: edge/folds, edge/columns
"""

import numpy as np

BUG_LINES = [32, 34, 39, 41]
IMPACT = [
    "Scaling knew the held-out coils, so a campaign that differs from the others never looked unfamiliar.",
    "The two readings were chosen with the held-out strengths: chance agreement passed for predictive power.",
    "The mean strength included the held-out coils, which pulled every prediction towards its own answer.",
]


def witness():
    return np.array([[1.0, 2.0], [3.0, 7.0]]), np.array([10.0, 20.0]), 2


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
    pred = np.full(len(y), np.nan)
    folds = np.array_split(np.arange(len(y)), k)
    for train, campaign in zip(folds, folds[1:]):
        mean, scale = moments(X[train])
        Z = (X - mean) / scale
        columns = strongest(Z[train], y[train])
        level = y[train].mean()
        weights = ridge(Z[train][:, columns], y[train] - level)
        pred[campaign] = Z[campaign][:, columns] @ weights + level
    return pred
