"""The expected parts are computed with one particular generator.

Trap: the contract leaves the generator open; every other team fails the build.
Mistake: wrong_objective
Caught by: kill/correct
"""
import math

import numpy as np


def check(split):
    for n, frac in ((20, 0.25), (31, 0.4)):
        X = np.arange(2.0 * n).reshape(n, 2)
        y = np.arange(float(n))
        for seed in (0, 1):
            X0, y0 = X.copy(), y.copy()
            got = split(X, y, frac, seed)
            n_test = math.floor(n * frac + 0.5)
            order = np.random.default_rng(seed).permutation(n)
            test, train = order[:n_test], order[n_test:]
            assert np.array_equal(X, X0) and np.array_equal(y, y0)
            for part, expected in zip(got, (X0[train], X0[test], y0[train], y0[test])):
                assert np.array_equal(part, expected)
