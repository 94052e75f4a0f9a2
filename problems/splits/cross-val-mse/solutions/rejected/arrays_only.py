"""X and y are indexed as they come.

Trap: a list cannot be indexed by an array.
Mistake: shapes_assumed
Caught by: hygiene/inputs
May also fail: edge/small-integers
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
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
        squares.extend((y[test] - predicted) ** 2)
    return float(np.mean(squares))
