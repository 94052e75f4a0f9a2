"""Comparisons on whatever arrives.

Trap: a list compared with a string is False, not a mask, and every category looks unseen.
Mistake: shapes_assumed
Caught by: hygiene/forms
"""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    y, fold = np.asarray(y, dtype=float), np.asarray(fold)
    if m < 0 or not len(cat) == len(y) == len(fold) or len(np.unique(fold)) < 2:
        raise ValueError("invalid arguments")
    encoded = np.empty(len(y))
    for i in range(len(y)):
        others = fold != fold[i]
        same = others & (cat == cat[i])
        prior = y[others].mean()
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
