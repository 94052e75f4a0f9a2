"""sklearn's cross_val_predict over StandardScaler, SelectKBest(r_regression) and Ridge"""

import numpy as np
from sklearn.feature_selection import SelectKBest, r_regression
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

BUG_LINES = [32, 34, 39, 41]
IMPACT = [
    "The scales knew the held-out campaign.",
    "The columns were chosen with the held-out strengths.",
    "The mean strength knew the held-out campaign.",
]


def witness():
    return np.array([[1.0, 2.0], [3.0, 7.0]]), np.array([10.0, 20.0]), 2


def strength(X, y):
    return np.abs(r_regression(X, y, force_finite=True))


def oof_predictions(X, y, k):
    model = make_pipeline(StandardScaler(), SelectKBest(strength, k=2), Ridge(alpha=2.0))
    return cross_val_predict(model, X, y, cv=KFold(k))
