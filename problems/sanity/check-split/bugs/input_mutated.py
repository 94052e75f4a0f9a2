"""Planted: an array argument is taken for a copy; the caller's own table is sorted before the draw."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    by_label = np.argsort(y)[::-1]
    X[:], y[:] = X[by_label], y[by_label]
    n_test = math.floor(len(X) * test_frac + 0.5)
    order = np.random.default_rng(seed).permutation(len(X))
    test, train = order[:n_test], order[n_test:]
    return X[train], X[test], y[train], y[test]
