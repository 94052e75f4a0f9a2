"""Sums out of fold, but one prior for the whole table.

Trap: the prior carries the labels of the own fold into every smoothed encoding.
Mistake: leakage
Caught by: perturb/own-fold, oracle/ordinary, oracle/any-folds, edge/unseen
May also fail: edge/extremes
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    prior = y.mean()
    encoded = np.full(len(y), prior)
    for f in np.unique(fold):
        train = fold != f
        for c in np.unique(cat[train]):
            rows = train & (cat == c)
            encoded[(fold == f) & (cat == c)] = (y[rows].sum() + m * prior) / (rows.sum() + m)
    return encoded
