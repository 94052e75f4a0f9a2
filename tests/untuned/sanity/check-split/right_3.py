"""Plain Python: rows as tuples, multisets with Counter; randomness with 6 rows and a test side of 2 (15 sets, 130 seeds, each set expected 8.7 times, chi-square limit 60) and with 40 rows. Open point: "the same parts" is taken literally here, the order of rows at a repeated call included ("The same arguments give the same parts at every call")."""

import math
from collections import Counter

import numpy as np


def plain(part):
    return [tuple(float(v) for v in row) for row in part]


def once(split, X, y, frac, seed):
    X_arg, y_arg = X.copy(), y.copy()
    try:
        X_train, X_test, y_train, y_test = split(X_arg, y_arg, frac, seed)
        X_train, X_test = plain(X_train), plain(X_test)
        y_train, y_test = [float(v) for v in y_train], [float(v) for v in y_test]
    except Exception as problem:
        raise AssertionError("the call failed") from problem
    assert X_arg.tolist() == X.tolist() and y_arg.tolist() == y.tolist(), "modified"
    size = math.floor(len(y) * frac + 0.5)
    assert len(X_test) == len(y_test) == size
    assert len(X_train) == len(y_train) == len(y) - size
    got = Counter(zip(X_train, y_train)) + Counter(zip(X_test, y_test))
    assert got == Counter(zip(plain(X), [float(v) for v in y]))
    return X_train, X_test, y_train, y_test


def check(split):
    rng = np.random.default_rng(12)
    memory = []
    for n, d, frac in [(2, 1, 0.5), (3, 1, 0.4), (4, 2, 0.25), (4, 1, 0.625), (6, 3, 0.25), (6, 1, 0.75), (9, 2, 0.17), (14, 1, 0.25),
                       (20, 2, 0.99 - 0.02), (33, 1, 0.5), (128, 2, 0.3), (257, 1, 0.5), (600, 2, 0.33)]:
        X, y = rng.normal(size=(n, d)), rng.integers(-3, 4, n)
        if n % 2:
            X, y = rng.integers(0, 5, (n, d)), rng.normal(size=n) * 0.1
        seed = int(rng.integers(2**32))
        memory.append((X, y, frac, seed, once(split, X, y, frac, seed)))
        once(split, X * 2 + 1, y + 1, frac, seed)

    X = np.array([[5.0], [1.0], [4.0], [2.0], [3.0], [0.0]])
    y = np.array([1, 1, 1, 0, 0, 0])
    table = Counter()
    for t in range(120):
        seed = t if t < 70 else int(rng.integers(2**32))
        table[tuple(sorted(once(split, X, y, 1 / 3, seed)[1]))] += 1
    assert sum((c - 8) ** 2 / 8 for c in table.values()) < 62

    X = np.arange(40)[:, None] * 1.0
    y = np.arange(40) % 2
    seen, blocks = [], []
    for seed in [0, 1, 2, 3, 5, 5 + 2**8, 5 + 2**15, 5 + 2**16, 5 + 2**24, 5 + 2**31, 5 + 1000, 5 + 10**4, 5 + 10**5, 5 + 10**8, 2**32 - 5, 2**32 - 1, 2**31 - 1, 2**31]:
        test = {row[0] for row in once(split, X, y, 0.5, seed)[1]}
        assert test not in seen
        assert set(range(40)) - test not in seen
        seen.append(test)
        blocks.append((sum(v < 20 for v in test), sum(v % 2 == 0 for v in test)))
    assert len({b for b, _ in blocks}) > 1 and len({p for _, p in blocks}) > 1
    for row in range(40):
        assert 0 < sum(row in test for test in seen) < len(seen)

    zero = once(split, X, y, 0.5, 0)
    np.random.seed(0)
    assert once(split, X, y, 0.5, 0) == zero
    for X, y, frac, seed, parts in memory:
        assert once(split, X, y, frac, seed) == parts
