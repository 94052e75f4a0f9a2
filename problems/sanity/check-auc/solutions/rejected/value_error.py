"""A wrong implementation is answered by ValueError.

Trap: only AssertionError counts as the verdict of the check.
Mistake: pure_coding
Caught by: kill/ties-a, kill/ties-b, kill/direction-a, kill/direction-b, kill/order-a, kill/order-b, kill/scale-a,
    kill/scale-b
May also fail: kill/ties-c, kill/scale-c, kill/arguments, kill/number-a, kill/number-b, kill/number-c
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
            if abs(auc(labels, scores) - share(labels, scores)) > 1e-8:
                raise ValueError("wrong area")
