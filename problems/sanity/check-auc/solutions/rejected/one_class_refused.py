"""A table of one class has to be refused.

Trap: the contract does not cover it, so nothing can be asked.
Mistake: wrong_objective
Caught by: kill/correct
May also fail: kill/number-c
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (10, 40, 90):
        labels = rng.permutation(np.r_[1, 0, rng.integers(0, 2, size=n)])
        for scores in (rng.normal(size=n + 2) * 9, rng.normal(size=n + 2) * 1e-9, rng.integers(-3, 3, size=n + 2)):
            y, s = labels.copy(), scores.copy()
            assert abs(auc(y, s) - share(labels, scores)) < 1e-8
            assert (y == labels).all() and (s == scores).all()
    try:
        auc(np.array([1, 1, 1]), np.array([0.1, 0.2, 0.3]))
    except ValueError:
        return
    raise AssertionError("one class was not refused")
