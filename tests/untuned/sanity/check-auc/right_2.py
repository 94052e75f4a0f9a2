"""Random cases only, the reference being bisect in the sorted scores of the repaid loans, in Fractions. Open point: results a rounding error outside [0, 1] are accepted, since they are within 1e-9 of the exact share."""

from bisect import bisect_left, bisect_right
from fractions import Fraction

import numpy as np


def share(y, s):
    lost = sorted(v for v, label in zip(s, y) if label == 0)
    won = [v for v, label in zip(s, y) if label == 1]
    total = sum(bisect_left(lost, v) + bisect_right(lost, v) for v in won)
    return Fraction(total, 2 * len(won) * len(lost))


def scores(rng, i, n):
    kind = i % 8
    if kind == 0:
        return rng.random(n)
    if kind == 1:
        return rng.integers(0, 3, n).astype(float)
    if kind == 2:
        return rng.integers(300, 850, n).astype(float)
    if kind == 3:
        return rng.normal(0, 300, n)
    if kind == 4:
        return 0.3 + rng.integers(-2, 3, n) * 2.0**-54
    if kind == 5:
        return rng.choice([1e308, -1e308, 1.7e308, -1.7e308, 1.0, 3.0], n)
    if kind == 6:
        return rng.choice([0.0, 5e-324, 1e-310, 1e-200, -1e-200], n)
    return 1e12 + rng.integers(0, 6, n) * 2.0**-12


def check(auc):
    rng = np.random.default_rng(5)
    for i in range(190):
        n = 2 + i % 3 if i < 60 else int(rng.integers(5, 60))
        if i >= 184:
            n = 1000
        positives = 1 + int(rng.integers(n - 1)) if i % 4 else int(rng.choice([1, n - 1]))
        y = rng.permutation(np.arange(n) < positives).astype(np.int64)
        s = scores(rng, i, n)
        if i % 5 == 1:
            s = np.sort(s)
        if i % 10 == 3:
            y = np.sort(y)[::-1].copy()
        if i % 10 == 7:
            y, s = np.sort(y), np.sort(s)
        a, b = y.copy(), s.copy()
        try:
            got = float(auc(a, b))
        except Exception as e:
            raise AssertionError("auc failed") from e
        if a.tolist() != y.tolist() or b.tolist() != s.tolist():
            raise AssertionError("modified")
        if not abs(got - float(share(y.tolist(), s.tolist()))) <= 1.0000001e-9:
            raise AssertionError(f"got {got}")
