"""Only the folds before the own one are used.

Trap: a running encoding as for time series; the first fold gets nothing but the prior.
Mistake: wrong_objective
Caught by: oracle/ordinary, oracle/any-folds
May also fail: edge/unseen, edge/extremes
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
        prior = y[fold != fold[i]].mean()
        same = (fold < fold[i]) & (cat == cat[i])
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
