"""Plain loops: training rows by a list comprehension against a set, errors one by one as Python floats, summed with math.fsum. Open points:
training rows are passed in ascending order, test rows in the order of the fold; everything is checked before the first fit."""
import math

import numpy as np


def cross_val_mse(make_model, make_scaler, X, y, folds):
    if len(X) != len(y):
        raise ValueError("X and y differ in length")
    if len(folds) == 0:
        raise ValueError("no folds")
    n = len(y)
    X = np.array(X, dtype=float)
    y = np.array(y, dtype=float)
    plan = []
    for fold in folds:
        test = [int(i) for i in fold]
        tested = set(test)
        train = [i for i in range(n) if i not in tested]
        if not test or not train:
            raise ValueError("a fold needs test rows and training rows")
        plan.append((train, test))

    errors = []
    for train, test in plan:
        scaler = make_scaler()
        scaler.fit(X[train])
        model = make_model()
        model.fit(scaler.transform(X[train]), y[train])
        predicted = np.asarray(model.predict(scaler.transform(X[test]))).reshape(-1)
        for i, value in zip(test, predicted):
            errors.append((float(value) - float(y[i])) ** 2)
    return math.fsum(errors) / len(errors)
