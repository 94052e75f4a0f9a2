"""A model object per fold that knows its training rows only; ridge by extended least squares."""

import numpy as np

BUG_LINES = [32, 34, 39, 41]
IMPACT = [
    "Scaling knew the held-out coils, so a campaign that differs from the others never looked unfamiliar.",
    "The two readings were chosen with the held-out strengths: chance agreement passed for predictive power.",
    "The mean strength included the held-out coils, which pulled every prediction towards its own answer.",
]


def witness():
    return np.array([[1.0, 2.0], [3.0, 7.0]]), np.array([10.0, 20.0]), 2


class CampaignModel:
    def fit(self, X, y):
        self.mean = X.mean(axis=0)
        self.scale = X.std(axis=0)
        self.scale[X.min(axis=0) == X.max(axis=0)] = 1.0
        self.level = y.mean()
        Z, target = (X - self.mean) / self.scale, y - self.level
        strength = np.abs(target @ Z)
        self.columns = sorted(range(X.shape[1]), key=lambda j: -strength[j])[:2]
        extended = np.vstack([Z[:, self.columns], np.sqrt(2.0) * np.eye(2)])
        self.weights = np.linalg.lstsq(extended, np.append(target, [0.0, 0.0]), rcond=None)[0]
        return self

    def predict(self, X):
        return ((X - self.mean) / self.scale)[:, self.columns] @ self.weights + self.level


def oof_predictions(X, y, k):
    n = len(y)
    sizes = [n // k + (fold < n % k) for fold in range(k)]
    pred, start = [], 0
    for size in sizes:
        seen = np.ones(n, dtype=bool)
        seen[start : start + size] = False
        pred.append(CampaignModel().fit(X[seen], y[seen]).predict(X[~seen]))
        start += size
    return np.concatenate(pred)
