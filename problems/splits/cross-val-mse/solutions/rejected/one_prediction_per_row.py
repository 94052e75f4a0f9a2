"""Predictions are collected in one array, a place per row.

Trap: of a row that is tested twice only the last prediction is left.
Mistake: wrong_objective
Caught by: oracle/any-folds, edge/extreme-folds
May also fail: metamorphic/fold-order
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("the arguments do not fit")
    collected = np.full(len(y), np.nan)
    for fold in folds:
        test = np.asarray(fold)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("a side is empty")
        scaler = make_scaler()
        scaler.fit(X[train])
        model = make_model()
        model.fit(scaler.transform(X[train]), y[train])
        predicted = np.ravel(model.predict(scaler.transform(X[test])))
        collected[test] = predicted
    return float(np.nanmean((y - collected) ** 2))
