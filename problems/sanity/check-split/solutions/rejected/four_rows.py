"""Different seeds must differ, on a table of four rows.

Trap: with so few possible test sides two seeds of a right implementation often agree.
Mistake: wrong_objective
Caught by: kill/correct
"""
import math

import numpy as np


def check(split):
    X = np.array([[10], [20], [30], [40]])
    y = np.array([1, 2, 3, 4])
    tests = []
    for frac in (0.25, 0.4):
        X0, y0 = X.copy(), y.copy()
        for seed in range(4):
            X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, frac, seed))
            assert (X == X0).all() and (y == y0).all()
            assert len(y_test) == math.floor(4 * frac + 0.5)
            assert (X_train[:, 0] == 10 * y_train).all() and (X_test[:, 0] == 10 * y_test).all()
            assert sorted([*y_train, *y_test]) == [1, 2, 3, 4]
            assert np.array_equal(y_test, split(X, y, frac, seed)[3])
            tests.append((frac, tuple(sorted(y_test.tolist()))))
    assert len(set(tests)) == len(tests), "two seeds gave the same split"
