"""A tie is only asked to be worth no less than one half.

Trap: a tie that counts as won is worth more than one half.
Mistake: no_validation
Caught by: kill/ties-b
May also fail: kill/arguments, kill/scale-c, kill/number-c
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (10, 40, 90):
        labels = np.r_[1, 0, rng.integers(0, 2, size=n)]
        for scale in (1.0, 1e-6, 50.0):
            scores = rng.normal(size=n + 2) * scale
            assert abs(auc(labels, scores) - share(labels, scores)) < 1e-8
    assert auc(np.array([1, 0, 1, 0]), np.full(4, 0.5)) >= 0.5 - 1e-8
