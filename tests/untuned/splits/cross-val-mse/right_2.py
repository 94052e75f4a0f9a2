"""Vectorised: a boolean mask per fold, fit_transform on the training rows, residuals concatenated at the end. Folds are checked as they come up."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X and y differ in length, or there is no fold")
    residuals = []
    for fold in folds:
        test = np.asarray(fold)
        if test.size == 0 or test.size == len(y):
            raise ValueError("empty test or training side")
        mask = np.ones(len(y), dtype=bool)
        mask[test.astype(np.intp)] = False
        test = test.astype(np.intp)
        scaler = make_scaler()
        model = make_model().fit(scaler.fit_transform(X[mask]), y[mask])
        pred = np.asarray(model.predict(scaler.transform(X[test])), dtype=np.float64)
        residuals.append(pred.ravel() - y[test])
    r = np.concatenate(residuals)
    return float(np.mean(r * r))
