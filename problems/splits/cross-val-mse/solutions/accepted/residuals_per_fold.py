"""A function per fold, residuals joined at the end. Policies: none."""
import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    X, y = np.asarray(X), np.asarray(y, dtype=float)
    if len(X) != len(y):
        raise ValueError("a price for each row is needed")
    residuals = [fold_residuals(make_model(), make_scaler(), X, y, np.asarray(fold)) for fold in folds]
    return float(np.mean(np.concatenate(residuals) ** 2))


def fold_residuals(model, scaler, X, y, test):
    if len(test) in (0, len(X)):
        raise ValueError("a fold needs test rows and training rows")
    is_train = np.ones(len(X), dtype=bool)
    is_train[test] = False
    model.fit(scaler.fit_transform(X[is_train]), y[is_train])
    predicted = model.predict(scaler.transform(X[test]))
    return y[test] - np.ravel(predicted)
