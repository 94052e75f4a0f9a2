"""Planted: two sizes that are rounded down are thought to add up; a row is lost where they are not whole."""
import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_test = int(len(X) * test_frac)
    n_train = int(len(X) * (1 - test_frac))
    order = np.random.default_rng(seed).permutation(len(X))
    test, train = order[:n_test], order[n_test : n_test + n_train]
    return X[train], X[test], y[train], y[test]
