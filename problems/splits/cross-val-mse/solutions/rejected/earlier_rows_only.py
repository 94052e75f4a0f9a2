"""Only rows before the fold are trained on.

Trap: the folds do not follow time, and all other rows are asked for.
Mistake: wrong_objective
Caught by: spy/scaler-rows, spy/model-rows
May also fail: oracle/even-folds, oracle/any-folds, edge/extreme-folds, oracle/column-predictions,
  metamorphic/fold-order, edge/small-integers
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("the arguments do not fit")
    squares = []
    for fold in folds:
        test = np.asarray(fold)
        train = np.arange(test.max() + 1)
        train = train[~np.isin(train, test)]
        if len(test) == 0 or len(train) == 0:
            raise ValueError("a side is empty")
        scaler = make_scaler()
        scaler.fit(X[train])
        model = make_model()
        model.fit(scaler.transform(X[train]), y[train])
        predicted = np.ravel(model.predict(scaler.transform(X[test])))
        squares.extend((y[test] - predicted) ** 2)
    return float(np.mean(squares))
