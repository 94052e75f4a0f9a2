"""The test side must not come in the order of the table.

Trap: random rows may come in any order, and some teams keep that of the input.
Mistake: wrong_objective
Caught by: kill/correct
"""
import math

import numpy as np


def check(split):
    for n, frac in ((30, 0.5), (33, 0.4)):
        ids = np.arange(n)
        X, y = np.column_stack([np.cos(ids), ids]), ids.copy()
        X0, y0 = X.copy(), y.copy()
        X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, frac, 42))
        again, other = split(X, y, frac, 42), split(X, y, frac, 43)
        assert (X == X0).all() and (y == y0).all()
        assert len(y_test) == math.floor(n * frac + 0.5)
        assert (X_train[:, 1] == y_train).all() and (X_test[:, 1] == y_test).all()
        assert sorted([*y_train, *y_test]) == ids.tolist()
        assert np.array_equal(X_test, again[1]) and np.array_equal(X_train, again[0])
        assert sorted(y_test.tolist()) != sorted(np.asarray(other[3]).tolist())
        assert sorted(y_test.tolist()) != y_test.tolist(), "not shuffled"
