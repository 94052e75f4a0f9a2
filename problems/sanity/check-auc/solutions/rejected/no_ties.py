"""Random scores that are all different.

Trap: where no two scores are equal, nobody can see what a tie counts.
Mistake: no_validation
Caught by: kill/ties-a, kill/ties-b
May also fail: kill/ties-c, kill/arguments, kill/scale-c, kill/number-b, kill/number-c
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
