"""Planted: sizes are thought to make a split; both sides are cut from one front, so test rows are trained on."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_test = math.floor(len(X) * test_frac + 0.5)
    n_train = len(X) - n_test
    order = np.random.default_rng(seed).permutation(len(X))
    test, train = order[:n_test], order[:n_train]
    return X[train], X[test], y[train], y[test]
