"""Every score is a probability.

Trap: the contract allows points and log-odds, which lie outside 0 to 1.
Mistake: no_validation
Caught by: kill/scale-b
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
        uniform = rng.random(n + 2)
        for scores in (uniform, 0.5 + 1e-6 * uniform, np.round(uniform, 1)):
            assert abs(auc(labels, scores) - share(labels, scores)) < 1e-8
