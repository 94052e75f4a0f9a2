"""The prior as the mean of the other folds' means.

Trap: right for folds of one size, and off by the smallest fold otherwise.
Mistake: wrong_objective
Caught by: oracle/any-folds
May also fail: edge/unseen
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    fold_mean = {f: y[fold == f].mean() for f in np.unique(fold)}
    encoded = np.empty(len(y))
    for i in range(len(y)):
        prior = np.mean([mean for f, mean in fold_mean.items() if f != fold[i]])
        same = (fold != fold[i]) & (cat == cat[i])
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
