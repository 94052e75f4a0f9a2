"""Terse: np.delete for the complement, a helper per fold that gives the squared errors, one np.concatenate."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.array(X, float), np.array(y, float)
    folds = [np.array(list(f), dtype=int) for f in folds]
    if len(X) != len(y) or not folds or any(not 0 < len(f) < len(y) for f in folds):
        raise ValueError("bad X, y or folds")

    def squared(test):
        s = make_scaler()
        A, b = np.delete(X, test, axis=0), np.delete(y, test)
        p = make_model().fit(s.fit_transform(A), b).predict(s.transform(X[test]))
        return (np.asarray(p, float).reshape(len(test)) - y[test]) ** 2

    return float(np.concatenate([squared(f) for f in folds]).mean())
