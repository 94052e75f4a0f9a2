"""Every row has the same label.

Trap: with equal labels nobody can see to which row one belongs.
Mistake: no_validation
Caught by: kill/point-1-b
"""
import math

import numpy as np


def check(split):
    for n, frac in ((30, 0.2), (33, 0.4)):
        X = np.arange(float(n)).reshape(n, 1)
        y = np.ones(n)
        X0 = X.copy()
        parts = [np.asarray(p) for p in split(X, y, frac, 1)]
        again = [np.asarray(p) for p in split(X, y, frac, 1)]
        other = [np.asarray(p) for p in split(X, y, frac, 2)]
        assert np.array_equal(X, X0)
        assert len(parts[1]) == len(parts[3]) == math.floor(n * frac + 0.5)
        assert sorted([*parts[0][:, 0], *parts[1][:, 0]]) == list(range(n))
        assert len(parts[2]) == len(parts[0]) and (parts[2] == 1).all() and (parts[3] == 1).all()
        assert all(np.array_equal(a, b) for a, b in zip(parts, again))
        assert set(parts[1][:, 0].tolist()) != set(other[1][:, 0].tolist())
