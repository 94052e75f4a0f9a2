"""Subtracts predictions and prices in the type in which the prices come.

Trap: a model may answer with prices it has seen, and the difference of two unsigned bytes is one again.
Mistake: pure_coding
Caught by: edge/small-integers
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y and folds do not fit")
    squares = []
    for fold in folds:
        test = np.array(fold, dtype=int)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("an empty side")
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        predicted = np.asarray(model.predict(scaler.transform(X[test]))).ravel()
        squares.append((predicted - y[test]) ** 2)
    return float(np.mean(np.concatenate(squares)))
