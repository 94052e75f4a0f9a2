"""Rows that carry their own number, traced through a few sizes. Policies: none."""
import math

import numpy as np


def check(split):
    for n, test_frac in [(40, 0.25), (37, 0.3), (23, 0.1), (50, 0.7), (10, 0.25)]:
        for seed in (0, 1, 12345):
            check_partition(split, n, test_frac, seed)
    check_randomness(split)


def check_partition(split, n, test_frac, seed):
    ids = np.arange(n)
    X = np.column_stack([ids * 10.0, ids % 3])
    y = 1000.0 + ids
    X_before, y_before = X.copy(), y.copy()
    X_train, X_test, y_train, y_test = [np.asarray(part) for part in split(X, y, test_frac, seed)]

    assert np.array_equal(X, X_before) and np.array_equal(y, y_before), "inputs were modified"
    assert len(X_test) == math.floor(n * test_frac + 0.5), "wrong size of the test side"
    assert len(X_test) == len(y_test) and len(X_train) == len(y_train)
    rows = np.concatenate([X_train, X_test])
    labels = np.concatenate([y_train, y_test])
    assert rows.shape == X.shape, "rows lost or repeated"
    order = np.argsort(labels)
    assert np.array_equal(labels[order], y), "labels lost, repeated or changed"
    assert np.array_equal(rows[order], X), "rows and labels do not belong together"


def check_randomness(split):
    X, y = np.arange(60.0).reshape(60, 1), np.arange(60.0)

    def tested(seed):
        return frozenset(np.asarray(split(X, y, 0.5, seed)[3]).tolist())

    first = [np.asarray(part).tolist() for part in split(X, y, 0.5, 7)]
    again = [np.asarray(part).tolist() for part in split(X, y, 0.5, 7)]
    assert first == again, "one seed, two splits"
    assert len({tested(seed) for seed in range(5)}) == 5, "the seed does not matter"
