"""Other seeds are tried, the same seed twice is not.

Trap: a split that nobody can repeat differs from seed to seed as well.
Mistake: no_validation
Caught by: kill/point-4
"""
import math

import numpy as np


def check(split):
    seen = set()
    for seed in range(10):
        ids = np.arange(41.0)
        X, y = np.column_stack([ids, -ids]), ids * 2
        X0, y0 = X.copy(), y.copy()
        X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, 0.3, seed))
        assert (X == X0).all() and (y == y0).all()
        assert len(X_test) == math.floor(41 * 0.3 + 0.5)
        assert (2 * X_train[:, 0] == y_train).all() and (2 * X_test[:, 0] == y_test).all()
        assert sorted([*y_train, *y_test]) == y0.tolist()
        seen.add(tuple(sorted(y_test.tolist())))
    assert len(seen) == 10
