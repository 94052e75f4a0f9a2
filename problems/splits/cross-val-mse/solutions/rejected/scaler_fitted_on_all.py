"""Each fold has its scaler, fitted on the whole table.

Trap: the place in the loop does not matter, the rows do.
Mistake: leakage
Caught by: spy/scaler-rows
May also fail: oracle/even-folds, oracle/any-folds, oracle/column-predictions, edge/extreme-folds
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
        scaler.fit(X)
        model = make_model()
        model.fit(scaler.transform(X[train]), y[train])
        predicted = np.ravel(model.predict(scaler.transform(X[test])))
        squares.extend((y[test] - predicted) ** 2)
    return float(np.mean(squares))
