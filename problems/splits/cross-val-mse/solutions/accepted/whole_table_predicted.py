"""Each fold's model predicts the whole table; the test rows are picked from that. Policies: none."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X = np.array(X, dtype=float)
    y = np.array(y, dtype=float)
    sum_of_squares = 0.0
    for fold in folds:
        train = np.setdiff1d(np.arange(len(y)), fold)
        scaler = make_scaler().fit(X[train])
        scaled = scaler.transform(X)
        model = make_model().fit(scaled[train], y[train])
        errors = y - np.asarray(model.predict(scaled)).reshape(len(y))
        sum_of_squares += np.sum(errors[np.asarray(fold)] ** 2)
    return float(sum_of_squares / sum(len(fold) for fold in folds))
