"""The errors of the folds are averaged.

Trap: rows of small folds then weigh more than rows of large ones.
Mistake: wrong_objective
Caught by: oracle/any-folds
May also fail: edge/extreme-folds, oracle/column-predictions
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("the arguments do not fit")
    squares = []
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
        squares.append(np.mean((y[test] - predicted) ** 2))
    return float(np.mean(squares))
