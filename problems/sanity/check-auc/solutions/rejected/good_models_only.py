"""Every table is ranked better than by chance.

Trap: a model that ranks backwards is where the sign of the area shows.
Mistake: no_validation
Caught by: kill/direction-b
May also fail: kill/arguments, kill/scale-c, kill/number-c
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (10, 40, 90):
        labels = rng.permutation(np.r_[1, 0, rng.integers(0, 2, size=n)])
        for scale in (1e-6, 50.0):
            for scores in (rng.normal(size=n + 2) + labels, rng.integers(-2, 3, size=n + 2) + 2.0 * labels):
                expected = share(labels, scores * scale)
                assert expected < 0.5 or abs(auc(labels, scores * scale) - expected) < 1e-8
