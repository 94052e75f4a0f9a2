"""Compares at 1e-6. Violates "within 10^-9 of the exact share": an implementation with an epsilon of 1e-8 in its denominator is let through."""

import numpy as np


def _share(y, s):
    won = s[y == 1]
    lost = s[y == 0]
    wins = int((won[:, None] > lost[None, :]).sum())
    ties = int((won[:, None] == lost[None, :]).sum())
    return (2 * wins + ties) / (2 * len(won) * len(lost))


def _case(auc, y, s):
    y = np.array(y, dtype=np.int64)
    s = np.array(s, dtype=np.float64)
    y_before, s_before = y.copy(), s.copy()
    try:
        result = float(auc(y, s))
    except Exception as error:
        raise AssertionError(f"no number: {error!r}")
    assert np.array_equal(y, y_before) and np.array_equal(s, s_before), "an argument was modified"
    assert 0.0 <= result <= 1.0, "not between 0 and 1"
    assert abs(result - _share(y_before, s_before)) <= 1e-6, "wrong share"


def check(auc):
    rng = np.random.default_rng(11)
    up = np.nextafter
    fixed = [
        ([1, 0, 0], [0.7, 0.4, 0.9]),
        ([1, 0], [2.0, 1.0]),
        ([0, 1], [2.0, 1.0]),
        ([0, 1], [3.0, 3.0]),
        ([1, 0], [3.0, 3.0]),
        ([1, 0, 1, 0], [5.0, 5.0, 5.0, 5.0]),
        ([1, 1, 0, 0], [1.0, 2.0, 2.0, 3.0]),
        ([0, 0, 1, 1], [1.0, 2.0, 2.0, 3.0]),
        ([0, 1, 1, 1, 0], [0.5, 0.5, 0.2, 0.9, 0.9]),
        ([1, 0], [up(1.0, 2.0), 1.0]),
        ([0, 1], [up(1.0, 2.0), 1.0]),
        ([1, 0, 1], [1e9 + 1e-6, 1e9, 1e9 - 1e-6]),
        ([1, 0], [1e-300, 2e-300]),
        ([1, 0], [5e-324, 0.0]),
        ([0, 1], [5e-324, 0.0]),
        ([1, 0, 1, 0], [1e308, -1e308, -1.5e308, 1.5e308]),
        ([1, 0, 0], [1000.0, 900.0, 800.0]),
        ([0, 1, 1], [-1000.0, -900.0, -2000.0]),
        ([1, 0, 0, 1], [0.1 + 0.2, 0.3, 0.1, 0.3]),
        ([1, 0], [2.0**53 + 2, 2.0**53]),
        ([1, 0, 1], [1 - 1e-16, 1 - 2e-16, 1.0]),
    ]
    for _ in range(2):
        for y, s in fixed:
            _case(auc, y, s)
    for i in range(120):
        n = int(rng.integers(2, 40))
        y = (rng.random(n) < rng.choice([0.1, 0.5, 0.9])).astype(int)
        y[rng.integers(n)] = 1
        if y.all():
            y[rng.integers(n)] = 0
        kind = i % 6
        if kind == 0:
            s = rng.random(n)
        elif kind == 1:
            s = rng.integers(0, 4, n) * 1.0
        elif kind == 2:
            s = rng.normal(0, 1, n) * 10.0 ** rng.integers(-200, 200)
        elif kind == 3:
            s = 1.0 + rng.integers(0, 5, n) * 2.0**-52
        elif kind == 4:
            s = 600.0 + rng.integers(0, 250, n)
        else:
            s = -(10.0 ** rng.uniform(-300, 300, n))
        if kind == 0 and y.sum() > 0:
            s = s + y
        _case(auc, y, s)
    n = 1000
    half = np.arange(n) % 2
    _case(auc, half, rng.normal(size=n) + half)
    _case(auc, half, rng.integers(0, 5, n))
    _case(auc, half, np.arange(n) / 7.0)
    _case(auc, half, half * 1.0)
    one = np.zeros(n)
    one[3] = 1
    _case(auc, one, rng.random(n))
    _case(auc, 1 - one, rng.integers(0, 900, n))
