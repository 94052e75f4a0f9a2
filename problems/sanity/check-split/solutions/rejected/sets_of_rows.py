"""The sides are compared as sets.

Trap: a set forgets how often a row was there, so a row tested twice does not show.
Mistake: wrong_objective
Caught by: kill/point-1-d
"""
import math

import numpy as np


def check(split):
    for n, frac in ((30, 0.5), (33, 0.4)):
        ids = np.arange(n)
        X, y = np.column_stack([ids, ids]), ids.copy()
        X0, y0 = X.copy(), y.copy()
        X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, frac, 42))
        again, other = split(X, y, frac, 42), split(X, y, frac, 43)
        assert (X == X0).all() and (y == y0).all()
        assert len(y_test) == math.floor(n * frac + 0.5)
        assert (X_train[:, 0] == y_train).all() and (X_test[:, 0] == y_test).all()
        train, test = set(y_train.tolist()), set(y_test.tolist())
        assert not train & test
        assert train | test == set(ids.tolist())
        assert np.array_equal(X_test, again[1]) and np.array_equal(X_train, again[0])
        assert test != set(np.asarray(other[3]).tolist())
