"""Trap: rewrites the scaling and divides by the spread of a reading that does not vary.

Mistake: edge_cases_late
Caught by: edge/columns, edge/folds
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


def oof_predictions(X, y, k):
    everyone = np.arange(len(y))
    pred = np.empty(len(y))
    for campaign in np.array_split(everyone, k):
        train = np.setdiff1d(everyone, campaign)
        mean, scale = X[train].mean(axis=0), X[train].std(axis=0)
        Z = (X - mean) / scale
        strength = np.abs((y[train] - y[train].mean()) @ Z[train])
        columns = np.argsort(-strength, kind="stable")[:2]
        level = y[train].mean()
        A = Z[train][:, columns]
        weights = np.linalg.solve(A.T @ A + 2.0 * np.eye(2), A.T @ (y[train] - level))
        pred[campaign] = Z[campaign][:, columns] @ weights + level
    return pred
