"""The model is cleared of tested cars, the scaler is not.

Trap: the scaler still learns from rows of the car that is tested.
Mistake: leakage
Caught by: spy/scaler-rows
May also fail: edge/cars, oracle/even-folds, oracle/any-folds, edge/extreme-folds, oracle/column-predictions
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
    is_train = ~np.isin(car, car[test])
    if not is_train.any():
        raise ValueError("a fold needs training rows")
    scaler.fit(np.delete(X, test, axis=0))
    model.fit(scaler.transform(X[is_train]), y[is_train])
    predicted = model.predict(scaler.transform(X[test]))
    return y[test] - np.ravel(predicted)
