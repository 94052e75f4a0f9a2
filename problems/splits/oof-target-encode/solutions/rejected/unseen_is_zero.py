"""A category that the other folds lack becomes 0.

Trap: zero is an encoding like any other, and the lowest churn rate there is.
Mistake: edge_cases_late
Caught by: edge/unseen
May also fail: oracle/ordinary, oracle/any-folds, edge/extremes
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    encoded = np.zeros(len(y))
    for f in np.unique(fold):
        train = fold != f
        prior = y[train].mean()
        for c in np.unique(cat[train]):
            rows = train & (cat == c)
            encoded[(fold == f) & (cat == c)] = (y[rows].sum() + m * prior) / (rows.sum() + m)
    return encoded
