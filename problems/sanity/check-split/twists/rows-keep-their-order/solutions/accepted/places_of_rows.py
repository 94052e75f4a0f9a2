"""Rows are traced to their places in a random table, and places have to rise. Policies: none."""

from math import floor

import numpy as np


def check(split):
    rng = np.random.default_rng(0)
    for n, frac in ((31, 0.2), (64, 0.4), (18, 0.83), (2, 0.5)):
        X, y = rng.normal(size=(n, 3)), rng.normal(size=n)
        place = {(*row, label): i for i, (row, label) in enumerate(zip(X.tolist(), y.tolist()))}
        kept_X, kept_y = X.copy(), y.copy()
        result = split(X, y, frac, 3)
        assert (X == kept_X).all() and (y == kept_y).all(), "split changed its input"
        seen = []
        for rows, labels in ((result[0], result[2]), (result[1], result[3])):
            assert len(rows) == len(labels)
            pairs = [(*map(float, row), float(label)) for row, label in zip(rows, labels)]
            assert all(pair in place for pair in pairs), "a row that is not in the table"
            places = [place[pair] for pair in pairs]
            assert places == sorted(places), "not in the order of the table"
            seen += places
        assert sorted(seen) == list(range(n)), "rows lost or repeated"
        assert len(result[3]) == floor(n * frac + 0.5), "size of the test side"

    X, y = rng.normal(size=(40, 1)), rng.normal(size=40)
    drawn = [tuple(np.asarray(split(X, y, 0.4, seed)[3]).tolist()) for seed in (1, 1, 2, 3)]
    assert drawn[0] == drawn[1], "not repeatable"
    assert len(set(drawn)) == 3, "another seed, the same split"
