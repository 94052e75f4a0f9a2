"""Models that are entirely right, entirely wrong, or give one score to all.

Trap: on such tables the accuracy is the area, and clipping moves no score past another.
Mistake: no_validation
Caught by: kill/order-a, kill/scale-b
May also fail: kill/arguments, kill/scale-c, kill/number-c
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (6, 20, 50):
        y = rng.permutation(np.repeat([0, 1], n // 2))
        distance = rng.random(n) + 0.1
        for scale in (1.0, 1e-6, 500.0):
            right = np.where(y == 1, 0.5 + scale * distance, 0.5 - scale * distance)
            assert abs(auc(y, right) - 1) < 1e-8
            assert abs(auc(1 - y, right)) < 1e-8
        assert abs(auc(y, np.full(n, 0.5)) - 0.5) < 1e-8
        assert abs(auc(y, np.where(y == 1, 7.0, 3.0) - 4.5) - 1) < 1e-8
        assert abs(auc(y, np.where(y == 1, 9.0, 5.0)) - 0.5) < 0.6
