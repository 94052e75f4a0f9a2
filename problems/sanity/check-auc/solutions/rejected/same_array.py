"""The arguments are compared with themselves after the call.

Trap: another name for an array is no copy of it.
Mistake: no_validation
Caught by: kill/arguments
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
            labels_before, scores_before, expected = labels, scores, share(labels, scores)
            try:
                value = auc(labels, scores)
            except Exception as error:
                raise AssertionError("no value") from error
            assert abs(value - expected) < 2e-9
            assert np.array_equal(labels, labels_before) and np.array_equal(scores, scores_before)
