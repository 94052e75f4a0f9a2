"""Writes the predictions into one out-of-fold array; a row of several folds keeps its last one. Violates "it counts as often as tested".
Shows on folds = [[0, 1], [1, 2]] with four rows."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y or folds")
    oof = np.full(len(y), np.nan)
    for fold in folds:
        test = np.array(fold, dtype=int)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("empty side")
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        oof[test] = np.asarray(model.predict(scaler.transform(X[test]))).reshape(-1)
    tested = ~np.isnan(oof)
    return float(np.mean((oof[tested] - y[tested]) ** 2))
