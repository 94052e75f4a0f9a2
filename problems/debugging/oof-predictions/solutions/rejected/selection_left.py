"""Trap: keeps the choice of columns as a step before the cross-validation.

Mistake: leakage
Caught by: perturb/rearranged-strengths
May also fail: oracle/ordinary, edge/folds, edge/columns
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
    everyone = np.arange(len(y))
    columns = strongest(X, y)
    pred = np.empty(len(y))
    for campaign in np.array_split(everyone, k):
        train = np.setdiff1d(everyone, campaign)
        mean, scale = moments(X[train][:, columns])
        Z = (X[:, columns] - mean) / scale
        level = y[train].mean()
        pred[campaign] = Z[campaign] @ ridge(Z[train], y[train] - level) + level
    return pred
