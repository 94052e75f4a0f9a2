"""Exhaustive: every labelling of three loans with every pattern of scores over two scales, then long lists. Reference: plain double loop counting half points. Open point: a result outside [0, 1] by rounding is refused."""

import itertools

import numpy as np


def points(y, s):
    total = pairs = 0
    for a, u in zip(y, s):
        if a != 1:
            continue
        for b, v in zip(y, s):
            if b == 0:
                pairs += 2
                total += 2 if u > v else 1 if u == v else 0
    return total / pairs


def verify(auc, y, s):
    y_arg, s_arg = np.array(y), np.array(s, dtype=float)
    try:
        value = auc(y_arg, s_arg)
        value = float(value)
    except Exception as problem:
        raise AssertionError("no value") from problem
    assert y_arg.tolist() == list(y) and s_arg.tolist() == list(s)
    assert 0 <= value <= 1
    assert abs(value - points(y, s)) < 1.000001e-9


def check(auc):
    levels = [(-1.5, 0.25, 700.0), (1.0, 1.0 + 2.0**-52, 1.0 + 2.0**-51), (1e-320, 1e-12, 1e308), (-1.7e308, -5e-324, 0.0)]
    turn = 0
    for labels in itertools.product((0, 1), repeat=3):
        if sum(labels) in (0, 3):
            continue
        for pattern in itertools.product(range(3), repeat=3):
            level = levels[turn % 4]
            turn += 1
            verify(auc, labels, [level[k] for k in pattern])
    rng = np.random.default_rng(4)
    for level in levels:
        verify(auc, [1, 0], [level[1], level[0]])
        verify(auc, [0, 1], [level[1], level[0]])
        verify(auc, [0, 1], [level[2], level[2]])
    for n, p, kind in [(1000, 0.5, 0), (1000, 0.01, 1), (1000, 0.98, 0), (300, 0.5, 1), (600, 0.5, 2), (100, 0.3, 0), (100, 0.5, 2), (150, 0.5, 1), (40, 0.5, 3), (41, 0.5, 3), (30, 0.5, 3)]:
        y = [int(v) for v in rng.random(n) < p]
        y[0], y[-1] = 1, 0
        s = [rng.normal(0, 50, n), rng.integers(0, 10, n) * 1.0, np.array(y) * 3.0 + rng.random(n), 2e9 + rng.integers(0, 9, n) * 1e-6][kind]
        verify(auc, y, s.tolist())
