"""The verdict is returned instead of raised.

Trap: the nightly build goes on, whatever the value.
Mistake: pure_coding
Caught by: kill/point-1-a, kill/point-1-b, kill/point-1-c, kill/point-1-d, kill/point-2, kill/point-3-a, kill/point-3-b, kill/point-4, kill/point-5
May also fail: kill/point-1-e
"""
import math

import numpy as np


def check(split):
    ids = np.arange(33)
    X, y = np.column_stack([ids, ids]), ids.copy()
    X_train, X_test, y_train, y_test = (np.asarray(p) for p in split(X, y, 0.4, 42))
    if not np.array_equal(y, ids):
        return False
    if len(y_test) != math.floor(33 * 0.4 + 0.5):
        return False
    if sorted([*y_train, *y_test]) != ids.tolist():
        return False
    return bool((X_train[:, 0] == y_train).all() and (X_test[:, 0] == y_test).all())
