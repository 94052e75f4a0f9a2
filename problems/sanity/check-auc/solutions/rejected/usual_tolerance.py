"""Numbers are compared by np.isclose as it comes.

Trap: its relative tolerance of 1e-5 is ten thousand times what the contract grants.
Mistake: no_validation
Caught by: kill/number-a
"""
import numpy as np


def share(labels, scores):
    d, r = scores[labels == 1][:, None], scores[labels == 0][None, :]
    return np.mean((d > r) + 0.5 * (d == r))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (10, 40, 90):
        labels = rng.permutation(np.r_[1, 0, rng.integers(0, 2, size=n)])
        for scores in (rng.normal(size=n + 2) * 9, 1 + rng.normal(size=n + 2) * 1e-9, rng.integers(-3, 3, size=n + 2)):
            y, s = labels.copy(), scores.astype(float)
            try:
                value = auc(y, s)
            except Exception as error:
                raise AssertionError("no value") from error
            assert np.isclose(value, share(labels, scores))
            assert (y == labels).all() and (s == scores).all()
