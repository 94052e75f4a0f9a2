"""Skips folds without test rows instead of refusing them. Violates "Raise ValueError ... if a fold has no test row or no training row".
Shows on folds = [[0, 1], [], [2, 3]]: a number comes back."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y or folds")
    errors = []
    for fold in folds:
        if len(fold) == 0:
            continue
        test = np.array(fold, dtype=int)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(train) == 0:
            raise ValueError("no training row")
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        pred = np.asarray(model.predict(scaler.transform(X[test]))).reshape(-1)
        errors.extend((pred - y[test]) ** 2)
    if not errors:
        raise ValueError("no test row at all")
    return float(np.mean(errors))
