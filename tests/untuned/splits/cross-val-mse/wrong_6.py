"""Trains on the rows of the other folds. Violates "the training rows of a fold are all rows that are not in it": rows in no fold are missing, and rows that
are in another fold too are trained on and tested at once. Shows on folds = [[0], [1]] with four rows."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y or folds")
    folds = [np.array(f, dtype=int) for f in folds]
    errors = []
    for k, test in enumerate(folds):
        if len(test) == 0 or len(test) == len(y):
            raise ValueError("empty side")
        others = [f for j, f in enumerate(folds) if j != k]
        train = np.unique(np.concatenate(others)) if others else np.setdiff1d(np.arange(len(y)), test)
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        pred = np.asarray(model.predict(scaler.transform(X[test]))).reshape(-1)
        errors.extend((pred - y[test]) ** 2)
    return float(np.mean(errors))
