"""Multisets of (row, label) pairs compared with the input. Policies: none."""
from collections import Counter
from math import floor

import numpy as np


def pairs(X, y):
    rows = [tuple(float(v) for v in row) for row in X]
    labels = [float(v) for v in y]
    assert len(rows) == len(labels), "a side has more rows than labels, or fewer"
    return Counter(zip(rows, labels))


def check(split):
    rng = np.random.default_rng(0)
    for n, frac in ((31, 0.2), (64, 0.4), (18, 0.83), (2, 0.5)):
        X = rng.normal(size=(n, 3))
        y = rng.normal(size=n)
        everything = pairs(X, y)
        kept_X, kept_y = X.copy(), y.copy()

        result = split(X, y, frac, 3)
        assert len(result) == 4
        assert (X == kept_X).all() and (y == kept_y).all(), "split changed its input"
        train, test = pairs(result[0], result[2]), pairs(result[1], result[3])
        assert train + test == everything, "the two sides together are not the table"
        assert sum(test.values()) == floor(n * frac + 0.5), "size of the test side"

        second = split(X, y, frac, 3)
        for a, b in zip(result, second):
            assert np.array_equal(np.asarray(a), np.asarray(b)), "not repeatable"

    X = np.arange(30).reshape(-1, 1)
    y = np.arange(30)
    appearances = Counter()
    for seed in range(100):
        appearances.update(int(v) for v in split(X, y, 0.3, seed)[3])
    assert set(appearances) == set(range(30)), "some rows are never tested"
    assert max(appearances.values()) < 100, "some rows are always tested"
