"""Only the row itself is left out, not its fold.

Trap: the labels of the other rows in the same fold reach the encoding.
Mistake: leakage
Caught by: perturb/own-fold, oracle/ordinary, oracle/any-folds
May also fail: metamorphic/row-order, edge/unseen, edge/extremes
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y = np.asarray(cat), np.asarray(y, dtype=float)
    encoded = np.empty(len(y))
    for i in range(len(y)):
        others = np.arange(len(y)) != i
        same = others & (cat == cat[i])
        prior = y[others].mean()
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
