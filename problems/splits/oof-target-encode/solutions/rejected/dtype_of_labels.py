"""The result made by zeros_like(y).

Trap: with 0/1 labels as integers every encoding is cut to an integer.
Mistake: shapes_assumed
Caught by: hygiene/forms
May also fail: edge/extremes
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y), np.asarray(fold)
    encoded = np.zeros_like(y)
    for i in range(len(y)):
        others = fold != fold[i]
        same = others & (cat == cat[i])
        prior = y[others].mean()
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
