"""Correct: rows stay in the order of the input on both sides; the parts come as a list."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    X, y = np.asarray(X), np.asarray(y)
    n_test = math.floor(len(X) * test_frac + 0.5)
    keys = np.random.default_rng([seed, 17]).random(len(X))
    is_test = np.zeros(len(X), dtype=bool)
    is_test[np.argsort(keys)[:n_test]] = True
    return [X[~is_test], X[is_test], y[~is_test], y[is_test]]
