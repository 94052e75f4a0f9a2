"""Terse: bit masks of the tested rows; one chi-square over 20 sets (three of six rows, 150 seeds), one list of special seeds, one list of shapes. Open point: repeated calls are compared without the order within a side."""

import math

import numpy as np


def check(split):
    def ask(n, f, seed, d=1, rows=None, labels=None):
        X = np.arange(n * d).reshape(n, d) / 7.0 - 3 if rows is None else rows
        y = np.cos(np.arange(n)) if labels is None else labels
        a, b = X.copy(), y.copy()
        try:
            A, B, c, e = [np.array(list(p), dtype=float) for p in split(a, b, f, seed)]
            key = lambda X, y: sorted(map(tuple, np.column_stack([X, y]).tolist()))
            k = math.floor(n * f + 0.5)
            good = A.shape == (n - k, X.shape[1]) and B.shape == (k, X.shape[1]) and c.shape == (n - k,) and e.shape == (k,)
            good = good and key(np.vstack([A, B]), np.concatenate([c, e])) == key(X, y)
            tested = key(B, e)
        except Exception:
            raise AssertionError("split failed")
        assert good and (a == X).all() and (b == y).all()
        return tested

    shapes = [(2, 0.5), (3, 0.5), (10, 0.25), (10, 0.05), (6, 0.25), (14, 0.75), (10, 0.31), (10, 0.39), (300, 0.5), (1000, 0.1)]
    before = [ask(n, f, 2**32 - n, 1 + i % 3) for i, (n, f) in enumerate(shapes)]
    ask(6, 0.5, 1, rows=np.array([[1, 9]] * 3 + [[2, 8]] * 3), labels=np.array([1, 1, 0, 0, 1, 0]))
    ask(6, 0.5, 1, rows=np.array([[4, 1]] * 2 + [[2, 8]] * 4), labels=np.array([0, 1, 1, 1, 1, 0]))

    tally = {}
    y = np.array([0, 0, 1, 1, 0, 1])
    X = np.arange(6)[:, None]
    for t in range(140):
        k = str(ask(6, 0.5, t * (1 if t < 70 else 30678337), rows=X, labels=y))
        tally[k] = tally.get(k, 0) + 1
    assert sum((v - 7) ** 2 / 7 for v in tally.values()) + 7 * (20 - len(tally)) < 75

    special = [0, 1, 2, 3, 3 + 2**8, 3 + 2**16, 3 + 2**24, 3 + 2**31, 3 + 10**3, 3 + 10**4, 3 + 10**6, 3 + 10**9, 2**31, 2**32 - 1, 2**32 - 3]
    binary = np.repeat([0, 1], 25)
    sets = [ask(50, 0.5, s, labels=binary) for s in special]
    assert len(set(map(str, sets))) == len(special)
    names = [frozenset(map(str, s)) for s in sets]
    assert not any(a.isdisjoint(b) for a in names for b in names)
    ones = [sum(r[-1] for r in s) for s in sets]
    assert len(set(ones)) > 1 and 8 < np.mean(ones) < 17
    assert len(set(r for s in sets for r in s)) >= 49
    np.random.seed(9)
    assert [ask(n, f, 2**32 - n, 1 + i % 3) for i, (n, f) in enumerate(shapes)] == before
    assert ask(50, 0.5, 0, labels=binary) == sets[0]
