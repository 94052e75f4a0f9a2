"""Each point of the contract is a small function; the first that objects speaks. Policies: none."""
import itertools
import math

import numpy as np


def make_table(n):
    codes = np.arange(n) + 1
    return np.stack([codes, -codes, codes**2], axis=1), codes * 7


def points(split, n, frac, seed):
    """Yield (kept, message) for every point of the contract."""
    X, y = make_table(n)
    parts = split(X, y, frac, seed)
    repeat = split(*make_table(n), frac, seed)
    X_train, X_test, y_train, y_test = (np.array(p, dtype=float) for p in parts)
    fresh_X, fresh_y = make_table(n)

    yield bool((X == fresh_X).all() and (y == fresh_y).all()), "point 5: the inputs are not modified"
    yield len(y_test) == math.floor(n * frac + 0.5), "point 2: the size of the test side"
    yield sorted([*y_train.tolist(), *y_test.tolist()]) == fresh_y.tolist(), "point 1: every label exactly once"
    for side_X, side_y in ((X_train, y_train), (X_test, y_test)):
        expected = np.array([[v / 7, -v / 7, (v / 7) ** 2] for v in side_y])
        yield side_X.shape == expected.shape and np.allclose(side_X, expected), "point 1: each row with its label"
    yield all(np.array_equal(np.array(a), np.array(b)) for a, b in zip(parts, repeat)), "point 4: repeatable"


def check(split):
    sizes, fractions = (12, 29, 55), (0.125, 0.34, 0.6)
    for n, frac, seed in itertools.product(sizes, fractions, (0, 99)):
        for kept, message in points(split, n, frac, seed):
            assert kept, f"{message} (n={n}, test_frac={frac}, seed={seed})"
    X, y = make_table(50)
    drawn = [tuple(sorted(np.asarray(split(X, y, 0.4, seed)[3]).tolist())) for seed in (1, 2)]
    assert drawn[0] != drawn[1], "point 3: another seed, another test side"
