"""Arrays of the input's dtype are demanded.

Trap: the contract leaves containers and dtypes to the teams.
Mistake: wrong_objective
Caught by: kill/correct
"""
import math

import numpy as np


def check(split):
    for n, frac in ((30, 0.2), (33, 0.4)):
        ids = np.arange(n)
        X, y = np.column_stack([ids, ids]), ids.copy()
        X0, y0 = X.copy(), y.copy()
        X_train, X_test, y_train, y_test = split(X, y, frac, 42)
        for part in (X_train, X_test, y_train, y_test):
            assert isinstance(part, np.ndarray) and part.dtype == ids.dtype
        again, other = split(X, y, frac, 42), split(X, y, frac, 43)
        assert (X == X0).all() and (y == y0).all()
        assert len(X_test) == math.floor(n * frac + 0.5)
        assert (X_train[:, 0] == y_train).all() and (X_test[:, 0] == y_test).all()
        assert sorted([*y_train, *y_test]) == ids.tolist()
        assert np.array_equal(X_test, again[1]) and np.array_equal(X_train, again[0])
        assert set(y_test.tolist()) != set(other[3].tolist())
