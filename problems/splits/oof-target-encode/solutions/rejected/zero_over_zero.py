"""The formula alone, which for m = 0 and an unseen category is 0 / 0.

Trap: NaN without an error, and only when nothing is smoothed.
Mistake: edge_cases_late
Caught by: edge/unseen
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
        same = others & (cat == cat[i])
        prior = y[others].mean()
        encoded[i] = np.divide(y[same].sum() + m * prior, same.sum() + m)
    return encoded
