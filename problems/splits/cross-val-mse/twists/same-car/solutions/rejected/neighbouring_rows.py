"""Only the rows beside a test row are compared with its car.

Trap: a car may be advertised again anywhere in the table.
Mistake: shapes_assumed
Caught by: edge/cars, spy/scaler-rows, spy/model-rows
May also fail: oracle/even-folds, oracle/any-folds, edge/extreme-folds, oracle/column-predictions, loud/folds
"""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds, car):
    X, y, car = np.asarray(X), np.asarray(y, dtype=float), np.asarray(car)
    if len(X) != len(y) or not len(folds):
        raise ValueError("no folds, or prices that do not fit the table")
    residuals = [fold_residuals(make_model(), make_scaler(), X, y, np.asarray(fold), car) for fold in folds]
    return float(np.mean(np.concatenate(residuals) ** 2))


def fold_residuals(model, scaler, X, y, test, car):
    if not test.size:
        raise ValueError("a fold needs test rows")
    is_train = np.ones(len(X), dtype=bool)
    is_train[test] = False
    for row in test:
        for beside in (row - 1, row + 1):
            if 0 <= beside < len(car) and car[beside] == car[row]:
                is_train[beside] = False
    if not is_train.any():
        raise ValueError("a fold needs training rows")
    model.fit(scaler.fit_transform(X[is_train]), y[is_train])
    predicted = model.predict(scaler.transform(X[test]))
    return y[test] - np.ravel(predicted)
