"""Correct: everything comes back as float64, from the end of a legacy permutation."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.array(X, dtype=np.float64), np.array(y, dtype=np.float64)
    n_test = math.floor(len(X) * test_frac + 0.5)
    order = np.random.RandomState(seed).permutation(len(X))
    test, train = np.sort(order[len(X) - n_test :])[::-1], order[: len(X) - n_test]
    return X[train], X[test], y[train], y[test]
