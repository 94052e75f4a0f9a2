"""Planted: random is taken to mean with replacement; rows are tested twice, others are trained on instead."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_test = math.floor(len(X) * test_frac + 0.5)
    rng = np.random.default_rng(seed)
    candidates = rng.permutation(len(X))[:n_test]
    test = rng.choice(candidates, size=n_test, replace=True)
    train = np.setdiff1d(np.arange(len(X)), test)
    return X[train], X[test], y[train], y[test]
