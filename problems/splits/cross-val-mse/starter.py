import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    """Mean squared error under cross-validation.

    make_model() -> model with fit(X, y), predict(X).
    make_scaler() -> scaler with fit(X), transform(X), fit_transform(X).
    X: features [n, d]. y: prices [n]. folds: list of arrays of test rows. Returns a float.
    """
    raise NotImplementedError
