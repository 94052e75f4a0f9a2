"""The expected values come from an own implementation that ranks by position.

Trap: an expectation that nobody checked rejects right implementations and trusts those with the same fault.
Mistake: wrong_objective
Caught by: kill/correct
May also fail: kill/ties-c, kill/number-c
"""
import numpy as np


def expected(labels, scores):
    rank = np.empty(len(scores))
    rank[np.argsort(scores, kind="stable")] = np.arange(1, len(scores) + 1)
    n_pos = labels.sum()
    return (rank[labels == 1].sum() - n_pos * (n_pos + 1) / 2) / (n_pos * (len(labels) - n_pos))


def check(auc):
    rng = np.random.default_rng(0)
    for n in (10, 40, 90):
        labels = rng.permutation(np.r_[1, 0, rng.integers(0, 2, size=n)])
        for scores in (rng.normal(size=n + 2) * 9, rng.normal(size=n + 2) * 1e-9, rng.integers(-3, 3, size=n + 2)):
            assert abs(auc(labels, scores) - expected(labels, scores)) < 1e-8
