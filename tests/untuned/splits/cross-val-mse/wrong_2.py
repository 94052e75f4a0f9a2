"""Subtracts the prices from whatever predict returns: a column [m, 1] and a row [m] give an [m, m] table. Violates "predict(X) returns ... an
array [m] or [m, 1]" and the mean over tested rows. Shows on a model that returns [m, 1] and folds of two rows or more."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y or folds")
    total, count = 0.0, 0
    for fold in folds:
        test = np.array(fold, dtype=int)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("empty side")
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        pred = model.predict(scaler.transform(X[test]))
        total += np.mean((pred - y[test]) ** 2) * len(test)
        count += len(test)
    return float(total / count)
