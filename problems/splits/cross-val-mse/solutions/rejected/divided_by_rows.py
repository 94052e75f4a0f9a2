"""The sum of squares is divided by the number of rows of the table.

Trap: rows may be tested twice or never.
Mistake: wrong_objective
Caught by: oracle/any-folds, edge/extreme-folds, loud/folds
May also fail: oracle/column-predictions
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    squares = []
    for fold in folds:
        test = np.asarray(fold)
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler = make_scaler()
        scaler.fit(X[train])
        model = make_model()
        model.fit(scaler.transform(X[train]), y[train])
        predicted = np.ravel(model.predict(scaler.transform(X[test])))
        squares.extend((y[test] - predicted) ** 2)
    return float(np.sum(squares) / len(y))
