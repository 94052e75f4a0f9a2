"""Everything is checked, on one even table split into halves.

Trap: at one half both sides are equally large and every size is whole, so swapped and cut sizes cannot show.
Mistake: no_validation
Caught by: kill/point-2
May also fail: kill/point-1-e
"""
import numpy as np


def check(split):
    X = np.arange(40.0).reshape(20, 2)
    y = np.arange(20.0)
    X0, y0 = X.copy(), y.copy()
    parts = [np.asarray(p) for p in split(X, y, 0.5, 1)]
    again = [np.asarray(p) for p in split(X, y, 0.5, 1)]
    other = [np.asarray(p) for p in split(X, y, 0.5, 2)]
    X_train, X_test, y_train, y_test = parts
    assert (X == X0).all() and (y == y0).all()
    assert len(y_test) == 10
    assert sorted([*y_train, *y_test]) == list(range(20))
    assert (X_train[:, 0] == 2 * y_train).all() and (X_test[:, 0] == 2 * y_test).all()
    assert all(np.array_equal(a, b) for a, b in zip(parts, again))
    assert set(y_test.tolist()) != set(other[3].tolist())
