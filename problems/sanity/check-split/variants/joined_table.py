"""Correct: labels travel as a last column; training rows sorted by value, columns in Fortran order."""
import math

import numpy as np


def split(X, y, test_frac, seed):
    table = np.column_stack([np.asarray(X), np.asarray(y)])
    n_test = math.floor(len(table) * test_frac + 0.5)
    np.random.Generator(np.random.MT19937(seed)).shuffle(table, axis=0)
    test, train = table[:n_test], table[n_test:]
    train = train[np.lexsort(train.T)]
    return np.asfortranarray(train[:, :-1]), test[:, :-1], train[:, -1], test[:, -1]
