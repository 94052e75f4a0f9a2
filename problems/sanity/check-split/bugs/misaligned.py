"""Planted: a mask is taken for an index; it keeps the order of the input, so labels leave their rows."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_test = math.floor(len(X) * test_frac + 0.5)
    order = np.random.default_rng(seed).permutation(len(X))
    test, train = order[:n_test], order[n_test:]
    is_test = np.isin(np.arange(len(X)), test)
    return X[train], X[test], y[~is_test], y[is_test]
