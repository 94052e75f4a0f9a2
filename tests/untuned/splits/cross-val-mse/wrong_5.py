"""Leaves y in its integer dtype; with a model that predicts observed prices, unsigned differences wrap and squares overflow. Violates "possibly integer"
and "right to a relative 1e-7". Shows on y = np.array([10, 200, 30, 60], np.uint8) with the model of the nearest car."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y or folds")
    errors = []
    for fold in folds:
        test = np.array(fold, dtype=int)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("empty side")
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        pred = np.asarray(model.predict(scaler.transform(X[test]))).reshape(-1)
        errors.append((pred - y[test]) ** 2)
    return float(np.mean(np.concatenate(errors)))
