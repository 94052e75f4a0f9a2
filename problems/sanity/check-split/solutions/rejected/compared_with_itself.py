"""The inputs are remembered by another name, not by a copy.

Trap: before and after are the same object, so they are always equal.
Mistake: no_validation
Caught by: kill/point-5
"""
import math

import numpy as np


def check(split):
    for n, frac in ((30, 0.2), (33, 0.4)):
        X = np.column_stack([np.arange(n), np.arange(n) * 3])
        y = np.arange(n) + 100
        X_before, y_before = X, y
        X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, frac, 5))
        assert np.array_equal(X, X_before) and np.array_equal(y, y_before)
        assert len(X_test) == math.floor(n * frac + 0.5)
        assert (X_train[:, 0] + 100 == y_train).all() and (X_test[:, 0] + 100 == y_test).all()
        assert sorted([*y_train, *y_test]) == list(range(100, 100 + n))
    X, y = np.arange(40).reshape(40, 1), np.arange(40)
    a, b, c = (split(X.copy(), y.copy(), 0.5, seed) for seed in (1, 1, 2))
    assert np.array_equal(a[3], b[3])
    assert set(np.asarray(a[3]).tolist()) != set(np.asarray(c[3]).tolist())
