"""Training rows are what stands before and after the fold.

Trap: a fold need not be one block of the table.
Mistake: shapes_assumed
Caught by: spy/scaler-rows, spy/model-rows
May also fail: oracle/even-folds, oracle/any-folds, oracle/column-predictions, edge/extreme-folds,
  metamorphic/fold-order, spy/new-objects, edge/small-integers
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("the arguments do not fit")
    squares = []
    for fold in folds:
        test = np.asarray(fold)
        train = np.r_[np.arange(test.min()), np.arange(test.max() + 1, len(y))]
        if len(test) == 0 or len(train) == 0:
            raise ValueError("a side is empty")
        scaler = make_scaler()
        scaler.fit(X[train])
        model = make_model()
        model.fit(scaler.transform(X[train]), y[train])
        predicted = np.ravel(model.predict(scaler.transform(X[test])))
        squares.extend((y[test] - predicted) ** 2)
    return float(np.mean(squares))
