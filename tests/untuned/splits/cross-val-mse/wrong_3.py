"""Makes the scaler once and fits it again for each fold. Violates "For each fold, a new scaler learns": "An object fitted a second time may continue
from the first". Shows on a scaler whose fit accumulates, with two folds."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if len(X) != len(y) or len(folds) == 0:
        raise ValueError("X, y or folds")
    scaler = make_scaler()
    errors = []
    for fold in folds:
        test = np.array(fold, dtype=int)
        train = np.setdiff1d(np.arange(len(y)), test)
        if len(test) == 0 or len(train) == 0:
            raise ValueError("empty side")
        model = make_model().fit(scaler.fit_transform(X[train]), y[train])
        pred = np.asarray(model.predict(scaler.transform(X[test]))).reshape(-1)
        errors.extend((pred - y[test]) ** 2)
    return float(np.mean(errors))
