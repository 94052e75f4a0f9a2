"""Category means over the whole table.

Trap: every row's own label is in its encoding.
Mistake: leakage
Caught by: perturb/own-fold, oracle/ordinary, oracle/any-folds
May also fail: edge/unseen, edge/extremes
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y = np.asarray(cat), np.asarray(y, dtype=float)
    prior = y.mean()
    encoded = np.empty(len(y))
    for c in np.unique(cat):
        rows = cat == c
        encoded[rows] = (y[rows].sum() + m * prior) / (rows.sum() + m)
    return encoded
