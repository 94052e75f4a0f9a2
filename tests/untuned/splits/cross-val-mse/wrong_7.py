"""Sorts each fold in place before use. Violates "No argument is modified" (and fails on a read-only fold).
Shows on folds = [np.array([1, 0]), np.array([3, 2])]: afterwards they are sorted."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y or folds")
    errors = []
    for fold in folds:
        fold.sort()
        test = np.asarray(fold, dtype=int)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("empty side")
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        pred = np.asarray(model.predict(scaler.transform(X[test]))).reshape(-1)
        errors.extend((pred - y[test]) ** 2)
    return float(np.mean(errors))
