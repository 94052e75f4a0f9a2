"""Planted: the fraction is taken for the share of the training side."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_train = math.floor(len(X) * test_frac + 0.5)
    order = np.random.default_rng(seed).permutation(len(X))
    train, test = order[:n_train], order[n_train:]
    return X[train], X[test], y[train], y[test]
