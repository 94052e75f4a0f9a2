"""Folds taken to be 0, 1, ..., k - 1.

Trap: rows of a fold with another name are never filled in.
Mistake: shapes_assumed
Caught by: oracle/any-folds
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    encoded = np.zeros(len(y))
    for f in range(len(np.unique(fold))):
        train, test = fold != f, fold == f
        prior = y[train].mean()
        for i in np.flatnonzero(test):
            same = train & (cat == cat[i])
            encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
