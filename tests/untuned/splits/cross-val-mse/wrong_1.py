"""Averages the errors of the folds. Violates "the mean of the squared errors of all tested rows, each with the same weight".
Shows on folds of different sizes, as [[0], [1, 2, 3]]."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y or folds")
    scores = []
    for fold in folds:
        test = np.array(fold, dtype=int)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("empty side")
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        pred = np.asarray(model.predict(scaler.transform(X[test]))).reshape(-1)
        scores.append(np.mean((pred - y[test]) ** 2))
    return float(np.mean(scores))
