"""Scores are written with two decimals.

Trap: scores that are never closer than a hundredth do not show what rounding does.
Mistake: no_validation
Caught by: kill/scale-a
May also fail: kill/scale-c, kill/number-c
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (10, 40, 90):
        labels = rng.permutation(np.r_[1, 0, rng.integers(0, 2, size=n)])
        for scale in (0.1, 1.0, 30.0):
            scores = np.round(rng.normal(size=n + 2) * scale, 2)
            assert abs(auc(labels, scores) - share(labels, scores)) < 1e-8
