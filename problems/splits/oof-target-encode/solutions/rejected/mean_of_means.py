"""The prior as the mean of the category means.

Trap: a category of one row weighs as much as one of a thousand.
Mistake: wrong_objective
Caught by: oracle/ordinary, oracle/any-folds, edge/unseen
May also fail: edge/extremes
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    encoded = np.empty(len(y))
    for i in range(len(y)):
        others = fold != fold[i]
        prior = np.mean([y[others & (cat == c)].mean() for c in np.unique(cat[others])])
        same = others & (cat == cat[i])
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
