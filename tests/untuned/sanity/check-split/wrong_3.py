"""Expects round(n * test_frac), which rounds halves to even. Violates "exactly `math.floor(n * test_frac + 0.5)` rows". Shows on every right implementation with n = 10, test_frac = 0.25 (2 in place of 3)."""

import math
import random

import numpy as np


def _table(part, width):
    try:
        a = np.asarray(part, dtype=np.float64)
    except Exception as error:
        raise AssertionError(f"unreadable part: {error!r}")
    assert a.ndim == (2 if width else 1), "wrong shape of a part"
    assert not width or a.shape[1] == width, "wrong number of columns"
    return a


def _rows(X, y):
    assert len(X) == len(y), "rows and labels differ in number"
    return sorted(tuple(row) + (label,) for row, label in zip(X.tolist(), y.tolist()))


def _run(split, X, y, test_frac, seed):
    """Sorted test rows (with labels) of one call that keeps points 1, 2 and 5."""
    X_before, y_before = X.copy(), y.copy()
    try:
        parts = split(X, y, test_frac, seed)
        assert len(parts) == 4
    except Exception as error:
        raise AssertionError(f"no four parts: {error!r}")
    width = X_before.shape[1]
    X_train, X_test = _table(parts[0], width), _table(parts[1], width)
    y_train, y_test = _table(parts[2], 0), _table(parts[3], 0)
    assert np.array_equal(X, X_before) and np.array_equal(y, y_before), "arguments modified"
    n = len(y_before)
    assert len(y_test) == round(n * test_frac), "wrong size"
    train, test = _rows(X_train, y_train), _rows(X_test, y_test)
    everyone = _rows(X_before.astype(np.float64), y_before.astype(np.float64))
    assert sorted(train + test) == everyone, "rows lost, repeated, changed or with foreign labels"
    return test


def check(split):
    rng = np.random.default_rng(1)
    # shapes, sizes with halves, repeated rows, fractions, dtypes
    cases = [
        (4, 1, 0.25), (2, 1, 0.5), (2, 3, 0.3), (3, 2, 0.5), (6, 1, 0.25), (10, 2, 0.25), (10, 1, 0.35), (10, 1, 0.05),
        (10, 4, 0.94), (7, 2, 0.9), (100, 3, 0.29), (300, 2, 0.2), (1000, 1, 0.5), (5, 5, 0.33), (26, 1, 0.25),
        (10, 1, 0.31), (9, 2, 0.48),
    ]
    first = []
    for i, (n, d, frac) in enumerate(cases):
        X = rng.normal(size=(n, d)) / 3.0 if i % 2 == 0 else rng.integers(-50, 50, (n, d))
        y = rng.normal(size=n) if i % 3 == 0 else rng.integers(0, 2, n)
        if i % 4 == 3:
            X[n // 2 :] = X[: n - n // 2]
        seed = int(rng.integers(0, 2**32))
        first.append((X, y, frac, seed, _run(split, X, y, frac, seed)))
    # other data of the same shape and seed
    X, y, frac, seed, _ = first[5]
    _run(split, X + 1000, y + 7, frac, seed)

    # far-apart seeds must give different sets
    n = 60
    X = np.arange(n * 2.0).reshape(n, 2)
    y = np.repeat([0, 1], n // 2)
    seeds = [0, 1, 2, 42, 43, 42 + 2**8, 42 + 2**10, 42 + 2**16, 42 + 2**20, 42 + 2**24, 42 + 2**31, 42 + 100, 42 + 1000, 42 + 10000,
             42 + 10**6, 42 + 10**9, 2**31 - 1, 2**31, 2**31 + 1, 2**32 - 42, 2**32 - 2, 2**32 - 1]
    sets = []
    for seed in seeds:
        sets.append(frozenset(row[0] for row in _run(split, X, y, 0.5, seed)))
    assert len(set(sets)) == len(seeds), "two seeds give the same parts"
    whole = frozenset(X[:, 0].tolist())
    assert all(whole - s not in sets for s in sets), "two seeds give opposite parts"
    halves = [sum(v < n for v in s) for s in sets]
    assert max(halves) > min(halves) and abs(np.mean(halves) - 15) < 3, "not every set is possible"
    assert len(frozenset.union(*sets)) == n and not frozenset.intersection(*sets), "a row is always or never tested"

    # every set of four of eight rows
    X = np.arange(8.0)[:, None]
    y = np.array([0, 1, 1, 0, 1, 0, 0, 1])
    count = {}
    trials = 135
    for t in range(trials):
        seed = t if t % 2 == 0 else int(rng.integers(2**32))
        key = tuple(row[0] for row in _run(split, X, y, 0.5, seed))
        count[key] = count.get(key, 0) + 1
    expected = trials / 70
    chi2 = sum((c - expected) ** 2 / expected for c in count.values()) + (70 - len(count)) * expected
    assert chi2 < 155, "the sets are not equally likely"

    # the same arguments again, much later
    random.seed(5)
    np.random.seed(5)
    for X, y, frac, seed, test in first[:12]:
        assert _run(split, X, y, frac, seed) == test, "the same seed gives other parts"
    X = np.arange(n * 2.0).reshape(n, 2)
    y = np.repeat([0, 1], n // 2)
    for i in (0, 4):
        assert frozenset(row[0] for row in _run(split, X, y, 0.5, seeds[i])) == sets[i]
