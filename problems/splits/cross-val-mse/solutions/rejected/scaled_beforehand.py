"""The whole table is scaled once, before the loop.

Trap: the scaler has seen every test row, and no fold shows it.
Mistake: leakage
Caught by: spy/scaler-rows
May also fail: oracle/even-folds, oracle/any-folds, oracle/column-predictions, edge/extreme-folds,
  spy/new-objects
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("the arguments do not fit")
    squares = []
    X = make_scaler().fit_transform(X)
    for fold in folds:
        test = np.asarray(fold)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("a side is empty")
        model = make_model()
        model.fit(X[train], y[train])
        predicted = np.ravel(model.predict(X[test]))
        squares.extend((y[test] - predicted) ** 2)
    return float(np.mean(squares))
