"""Correct: training rows drawn instead of test rows; arrays for X, lists for y."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_train = len(X) - math.floor(len(X) * test_frac + 0.5)
    rng = np.random.Generator(np.random.Philox(seed))
    train = rng.choice(len(X), size=n_train, replace=False)
    test = np.setdiff1d(np.arange(len(X)), train)
    return X[train], X[test], y[train].tolist(), y[test].tolist()
