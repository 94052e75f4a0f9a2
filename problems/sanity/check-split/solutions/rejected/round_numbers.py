"""A hundred rows and a fifth of them.

Trap: with numbers that come out whole, a size that is cut twice still adds up.
Mistake: no_validation
Caught by: kill/point-1-c
"""
import numpy as np


def check(split):
    ids = np.arange(100)
    X, y = np.column_stack([ids, ids]), ids.copy()
    X0, y0 = X.copy(), y.copy()
    X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, 0.2, 42))
    again, other = split(X, y, 0.2, 42), split(X, y, 0.2, 43)
    assert (X == X0).all() and (y == y0).all()
    assert len(y_test) == 20 and len(y_train) == 80
    assert (X_train[:, 0] == y_train).all() and (X_test[:, 0] == y_test).all()
    assert sorted([*y_train, *y_test]) == ids.tolist()
    assert np.array_equal(X_test, again[1]) and np.array_equal(X_train, again[0])
    assert set(y_test.tolist()) != set(np.asarray(other[3]).tolist())
