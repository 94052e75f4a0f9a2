"""Exchanged labels, reversed scores and other scales, without a single known value.

Trap: a measure of the other class obeys the same relations.
Mistake: no_validation
Caught by: kill/direction-a
May also fail: kill/scale-c, kill/number-a, kill/number-c
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    y = rng.permutation(np.r_[np.ones(15, dtype=int), np.zeros(20, dtype=int)])
    for scores in (rng.normal(size=35) + y, rng.integers(0, 3, size=35) + y, 1.0 * y):
        value = auc(y, scores)
        assert abs(value + auc(1 - y, scores) - 1) < 1e-8
        assert abs(value + auc(y, -scores) - 1) < 1e-8
        for other in (scores * 1e-7, scores * 90 + 500, scores**3 - 80):
            assert abs(auc(y, other) - value) < 1e-8
        order = rng.permutation(35)
        assert abs(auc(y[order], scores[order]) - value) < 1e-8
