"""Planted: a slice to -1 is taken for one to the end; the last row drawn is on neither side."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_test = math.floor(len(X) * test_frac + 0.5)
    order = np.random.default_rng(seed).permutation(len(X))
    test, train = order[:n_test], order[n_test:-1]
    return X[train], X[test], y[train], y[test]
