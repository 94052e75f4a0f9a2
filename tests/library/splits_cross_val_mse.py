"""sklearn.model_selection.cross_val_score, weighted by the sizes of the folds"""

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.model_selection import cross_val_score


class Scaled(RegressorMixin, BaseEstimator):
    """A pipeline of the two factories: sklearn's own would clone the objects."""

    def __init__(self, make_model, make_scaler):
        self.make_model, self.make_scaler = make_model, make_scaler

    def fit(self, X, y):
        self.scaler_ = self.make_scaler()
        self.model_ = self.make_model().fit(self.scaler_.fit_transform(X), y)
        return self

    def predict(self, X):
        return np.ravel(self.model_.predict(self.scaler_.transform(X)))

    def __sklearn_clone__(self):
        return Scaled(self.make_model, self.make_scaler)


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    parts = [(np.setdiff1d(np.arange(len(y)), test), np.asarray(test)) for test in folds]
    if len(X) != len(y) or not parts or any(len(train) == 0 or len(test) == 0 for train, test in parts):
        raise ValueError("nothing to train or test")
    scores = cross_val_score(
        Scaled(make_model, make_scaler), X, y, cv=parts, scoring="neg_mean_squared_error", error_score="raise"
    )
    return float(-np.average(scores, weights=[len(test) for _, test in parts]))
