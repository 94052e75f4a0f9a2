"""The labels of a side have to ascend.

Trap: the order promised is that of the table, which need not be sorted.
Mistake: wrong_objective
Caught by: kill/correct
"""

import math

import numpy as np


def check(split):
    rng = np.random.default_rng(5)
    for n, test_frac in [(40, 0.25), (37, 0.3), (23, 0.1), (50, 0.7), (10, 0.25)]:
        ids = rng.permutation(n)
        for seed in (0, 12345):
            check_sides(split, ids, test_frac, seed)
    check_randomness(split)


def check_sides(split, ids, test_frac, seed):
    X, y = np.column_stack([ids * 10.0, ids % 3]), 1000.0 + ids
    X_before, y_before = X.copy(), y.copy()
    X_train, X_test, y_train, y_test = [np.asarray(part) for part in split(X, y, test_frac, seed)]
    assert np.array_equal(X, X_before) and np.array_equal(y, y_before), "inputs were modified"
    assert len(y_test) == math.floor(len(y) * test_frac + 0.5), "wrong size of the test side"
    assert sorted([*y_train, *y_test]) == sorted(y), "rows lost or repeated"
    assert list(y_train) == sorted(y_train) and list(y_test) == sorted(y_test), "not in order"
    tested = np.isin(y, y_test)
    for X_side, y_side, own in ((X_train, y_train, ~tested), (X_test, y_test, tested)):
        assert np.array_equal(X_side, X[own]) and np.array_equal(y_side, y[own]), "not the rows of the table in its order"


def check_randomness(split):
    X, y = np.arange(60.0).reshape(60, 1), np.arange(60.0)

    def tested(seed):
        return frozenset(np.asarray(split(X, y, 0.5, seed)[3]).tolist())

    assert tested(7) == tested(7), "one seed, two splits"
    assert len({tested(seed) for seed in range(5)}) == 5, "the seed does not matter"
