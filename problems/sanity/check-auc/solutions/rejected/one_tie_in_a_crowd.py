"""A single tie among thousands of pairs, at a loose tolerance.

Trap: half a pair out of nine hundred is less than the tolerance.
Mistake: no_validation
Caught by: kill/ties-a, kill/ties-b
May also fail: kill/ties-c, kill/arguments, kill/scale-c, kill/number-a, kill/number-c
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    labels = np.tile([1, 0, 0, 1, 0, 1], 10)
    for scale in (1.0, 1e-5, 40.0):
        scores = (rng.normal(size=60) - 0.4 * labels) * scale
        scores[0] = scores[1]
        assert abs(auc(labels, scores) - share(labels, scores)) < 0.002
