"""The rate of the maker is taken from the whole table.

Trap: a row's own label returns through its maker.
Mistake: leakage
Caught by: perturb/own-fold, oracle/ordinary
May also fail: oracle/any-folds, edge/unseen, edge/extremes, edge/makers
"""

import numpy as np


def smoothed(y, known, wanted, m, prior):
    """Smoothed mean of y per wanted name; the prior where no known row has the name."""
    result = prior.copy()
    for name in np.unique(wanted):
        same = known == name
        own = wanted == name
        if same.any():
            result[own] = (y[same].sum() + m * prior[own]) / (same.sum() + m)
    return result


def oof_target_encode(cat, maker, y, fold, m):
    cat, maker, y, fold = np.asarray(cat), np.asarray(maker), np.asarray(y, dtype=float), np.asarray(fold)
    if m < 0 or not len(cat) == len(maker) == len(y) == len(fold):
        raise ValueError("m must be at least 0 and the columns equally long")
    if len(np.unique(fold)) < 2:
        raise ValueError("at least two folds are needed")
    encoded = np.empty(len(y))
    for name in np.unique(fold):
        held = fold == name
        rest = ~held
        prior = np.full(held.sum(), y[rest].mean())
        of_maker = smoothed(y, maker, maker[held], m, prior)
        encoded[held] = smoothed(y[rest], cat[rest], cat[held], m, of_maker)
    return encoded
