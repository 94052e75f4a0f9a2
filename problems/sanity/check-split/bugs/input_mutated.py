"""Planted: the caller's own table is shuffled, rows and labels together."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    n_test = math.floor(len(X) * test_frac + 0.5)
    order = np.random.default_rng(seed).permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return X[n_test:].copy(), X[:n_test].copy(), y[n_test:].copy(), y[:n_test].copy()
