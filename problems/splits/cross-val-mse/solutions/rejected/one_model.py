"""One model is made before the loop and fitted again in each fold.

Trap: a model may continue from its first fit, and then has seen rows that it is tested on.
Mistake: leakage
Caught by: spy/new-objects, oracle/even-folds, oracle/any-folds
May also fail: metamorphic/fold-order, oracle/column-predictions, edge/extreme-folds
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("the arguments do not fit")
    squares = []
    model = make_model()
    for fold in folds:
        test = np.asarray(fold)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("a side is empty")
        scaler = make_scaler()
        scaler.fit(X[train])
        model.fit(scaler.transform(X[train]), y[train])
        predicted = np.ravel(model.predict(scaler.transform(X[test])))
        squares.extend((y[test] - predicted) ** 2)
    return float(np.mean(squares))
