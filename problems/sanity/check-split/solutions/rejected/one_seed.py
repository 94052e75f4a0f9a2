"""Repeatability is checked, other seeds are not tried.

Trap: a split that never shuffles is perfectly repeatable.
Mistake: no_validation
Caught by: kill/point-3-a, kill/point-3-b
"""
import math

import numpy as np


def check(split):
    for n, frac in ((30, 0.2), (33, 0.4)):
        ids = np.arange(n)
        X, y = np.column_stack([ids, ids]), ids.copy()
        X0, y0 = X.copy(), y.copy()
        X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, frac, 42))
        again = split(X, y, frac, 42)
        assert (X == X0).all() and (y == y0).all()
        assert len(X_test) == math.floor(n * frac + 0.5)
        assert (X_train[:, 0] == y_train).all() and (X_test[:, 0] == y_test).all()
        assert sorted([*y_train, *y_test]) == ids.tolist()
        assert np.array_equal(X_test, again[1]) and np.array_equal(X_train, again[0])
