"""Sums of the other folds over counts of all rows.

Trap: the counts are computed once, before the loop, and include the own fold.
Mistake: leakage
Caught by: perturb/own-fold, oracle/ordinary, oracle/any-folds
May also fail: edge/unseen, edge/extremes
"""
from collections import Counter

import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    counts = Counter(cat.tolist())
    encoded = np.empty(len(y))
    for i in range(len(y)):
        others = fold != fold[i]
        same = others & (cat == cat[i])
        prior = y[others].mean()
        encoded[i] = (y[same].sum() + m * prior) / (counts[str(cat[i])] + m) if same.any() else prior
    return encoded
