"""Encodings of each fold collected one after the other.

Trap: the result is in the order of the folds, not of the rows.
Mistake: shapes_assumed
Caught by: oracle/any-folds, metamorphic/row-order
May also fail: edge/unseen, edge/extremes, perturb/own-fold
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    parts = []
    for f in np.unique(fold):
        train = fold != f
        prior = y[train].mean()
        for c in cat[fold == f]:
            same = train & (cat == c)
            parts.append((y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior)
    return np.array(parts)
