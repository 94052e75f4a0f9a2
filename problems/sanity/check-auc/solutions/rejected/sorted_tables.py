"""Every table is in ascending order of its scores.

Trap: in a sorted table the position of a row is its rank.
Mistake: no_validation
Caught by: kill/order-b
May also fail: kill/scale-c, kill/number-c
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (10, 40, 90):
        labels = np.r_[1, 0, rng.integers(0, 2, size=n)]
        for raw in (rng.normal(size=n + 2) * 9, rng.normal(size=n + 2) * 1e-6, rng.integers(-3, 3, size=n + 2)):
            scores = np.sort(raw).astype(float)
            assert abs(auc(labels, scores) - share(labels, scores)) < 1e-8
