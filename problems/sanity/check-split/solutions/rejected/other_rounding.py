"""The size of the test side is computed by round().

Trap: round() sends 2.5 to 2 where the contract says 3, so right implementations fail.
Mistake: wrong_objective
Caught by: kill/correct
"""
import numpy as np


def check(split):
    for n, frac in ((10, 0.25), (30, 0.21)):
        ids = np.arange(n)
        X, y = np.column_stack([ids, ids]), ids.copy()
        X0, y0 = X.copy(), y.copy()
        X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, frac, 42))
        assert (X == X0).all() and (y == y0).all()
        assert len(y_test) == round(n * frac)
        assert (X_train[:, 0] == y_train).all() and (X_test[:, 0] == y_test).all()
        assert sorted([*y_train, *y_test]) == ids.tolist()
    X, y = np.arange(40).reshape(40, 1), np.arange(40)
    a, b, c = (np.asarray(split(X, y, 0.5, seed)[3]).tolist() for seed in (1, 1, 2))
    assert a == b and set(a) != set(c)
