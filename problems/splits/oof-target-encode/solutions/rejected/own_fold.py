"""The comparison turned round: statistics of the own fold.

Trap: == for !=, and every encoding is made of the labels it will be used to predict.
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
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    encoded = np.empty(len(y))
    for i in range(len(y)):
        rows = fold == fold[i]
        same = rows & (cat == cat[i])
        prior = y[rows].mean()
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m)
    return encoded
