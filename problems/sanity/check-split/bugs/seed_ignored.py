"""Planted: one generator for all calls is thought random enough; no split can be repeated."""
import math

import numpy as np

_GENERATOR = np.random.default_rng(20240611)


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_test = math.floor(len(X) * test_frac + 0.5)
    order = _GENERATOR.permutation(len(X))
    test, train = order[:n_test], order[n_test:]
    return X[train], X[test], y[train], y[test]
