"""Row numbers are coded in the first column, labels in a formula of them. Randomness is judged by counts: how often each row and each pair of rows of 10 is tested over 120 seeds (limits of about six standard deviations). Open point: "the same parts" is read strictly for the numbers on each side but not for their order."""

import math

import numpy as np


def attempt(split, X, y, frac, seed):
    a, b = np.array(X), np.array(y)
    try:
        got = list(split(a, b, frac, seed))
        A, B, c, d = (np.array([np.asarray(r, dtype=float) for r in part]) for part in got)
    except Exception as e:
        raise AssertionError("no usable parts") from e
    if not (np.array_equal(a, X) and np.array_equal(b, y)):
        raise AssertionError("arguments changed")
    k = math.floor(len(y) * frac + 0.5)
    width = X.shape[1]
    if A.shape != (len(y) - k, width) or B.shape != (k, width) or c.shape != (len(y) - k,) or d.shape != (k,):
        raise AssertionError("sizes")
    whole = np.column_stack([X, y]).astype(float)
    parts = np.vstack([np.column_stack([A, c]), np.column_stack([B, d])])
    if not np.array_equal(whole[np.lexsort(whole.T)], parts[np.lexsort(parts.T)]):
        raise AssertionError("rows or labels are not those of the table")
    return frozenset(map(tuple, np.column_stack([B, d]).tolist()))


def data(n, d=2):
    X = np.arange(n)[:, None] * np.array([1.1, -0.3, 7.0, 1e-3][:d])
    return X, np.sin(np.arange(n)) * 100


def check(split):
    for n, frac in ((2, 0.5), (2, 0.26), (2, 0.74), (3, 0.5), (4, 0.25), (5, 0.5), (5, 0.1), (5, 0.7), (9, 0.5), (10, 0.15), (10, 0.25), (10, 0.45), (50, 0.25), (50, 0.27), (258, 0.995), (700, 0.001), (1000, 0.2)):
        X, y = data(n, 1 + n % 4)
        one = attempt(split, X, y, frac, n)
        attempt(split, X[::-1].copy(), y, frac, n)
        np.random.seed(n + 1)
        if attempt(split, X, y, frac, n) != one:
            raise AssertionError("not repeatable")
    twins = np.array([[1, 2], [1, 2], [1, 2], [3, 4], [3, 4], [1, 2]])
    attempt(split, twins, np.array([0, 0, 1, 1, 1, 0]), 0.4, 3)
    attempt(split, twins, np.array([0.5, 0.5, 0.25, 1.75, -1.0, 0.5]), 0.5, 2**32 - 1)

    n, trials = 10, 100
    X, y = data(n, 1)
    y = np.array([0.0] * 5 + [1.0] * 5)
    index = {round(float(v), 6): i for i, v in enumerate(X[:, 0])}
    M = np.zeros((trials, n))
    for t in range(trials):
        seed = t + 1 if t < 60 else (t * 2654435761) % 2**32
        for row in attempt(split, X, y, 0.5, seed):
            M[t, index[round(row[0], 6)]] = 1
    sd = math.sqrt(trials * 0.25)
    if np.abs(M.sum(axis=0) - trials / 2).max() > 6 * sd:
        raise AssertionError("a row is tested too often or too seldom")
    pair = M.T @ M
    p = 5 * 4 / (10 * 9)
    off = pair[~np.eye(n, dtype=bool)]
    if np.abs(off - trials * p).max() > 6 * math.sqrt(trials * p * (1 - p)):
        raise AssertionError("two rows are tested together too often or too seldom")
    first = M[:, :5].sum(axis=1)
    if first.std() < 0.35:
        raise AssertionError("the test side is balanced by force")
    if len({tuple(r) for r in M}) < 55:
        raise AssertionError("too few different sets")
    overlap = (M[1:60] * M[:59]).sum(axis=1)
    if abs(overlap.mean() - 2.5) > 0.7 or overlap.std() < 0.35:
        raise AssertionError("neighbouring seeds are not independent")

    X, y = data(80, 2)
    base = [attempt(split, X, y, 0.5, s) for s in (7, 0, 2**31 + 7, 2**32 - 7, 2**32 - 1, 7 + 2**8, 7 + 2**16, 7 + 2**24, 7 + 1000, 7 + 10**6, 8, 9, 7 + 2**30, 7 + 2**12, 7 + 2**20)]
    if len(set(base)) < len(base):
        raise AssertionError("different seeds, same parts")
    for s, old in ((0, base[1]), (2**31 + 7, base[2])):
        if attempt(split, X, y, 0.5, s) != old:
            raise AssertionError("not repeatable")
    low = [sum(row[0] < 44 for row in s) for s in base]
    if max(low) == min(low):
        raise AssertionError("blocks")
