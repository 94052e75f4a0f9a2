"""Sizes and shapes, never contents.

Trap: the shapes of a bad split look like those of a good one.
Mistake: no_validation
Caught by: kill/point-1-a, kill/point-1-b, kill/point-3-a, kill/point-3-b, kill/point-4, kill/point-5
"""
import math

import numpy as np


def check(split):
    X = np.random.default_rng(0).normal(size=(50, 3))
    y = np.arange(50)
    for frac in (0.2, 0.33):
        X_train, X_test, y_train, y_test = split(X, y, frac, 0)
        n_test = math.floor(50 * frac + 0.5)
        assert len(X_test) == len(y_test) == n_test
        assert len(X_train) == len(y_train) == 50 - n_test
