"""Fold names shifted to start at zero, in the caller's array.

Trap: np.asarray does not copy, so the caller's folds are renamed.
Mistake: pure_coding
Caught by: hygiene/untouched
May also fail: hygiene/forms
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    fold -= fold.min()
    rows_per_fold = np.bincount(fold)
    sum_per_fold = np.bincount(fold, weights=y)
    encoded = np.empty(len(y))
    for i, f in enumerate(fold):
        prior = (sum_per_fold.sum() - sum_per_fold[f]) / (len(y) - rows_per_fold[f])
        same = (fold != f) & (cat == cat[i])
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
