"""The maker's rate leaves out the rows of the category itself.

Trap: the formula counts all rows of the maker.
Mistake: wrong_objective
Caught by: oracle/ordinary, oracle/any-folds
May also fail: edge/unseen, edge/extremes, edge/makers
"""

import numpy as np


def oof_target_encode(cat, maker, y, fold, m):
    cat, maker, y, fold = np.asarray(cat), np.asarray(maker), np.asarray(y, dtype=float), np.asarray(fold)
    if m < 0 or not len(cat) == len(maker) == len(y) == len(fold):
        raise ValueError("m must be at least 0 and the columns equally long")
    if len(np.unique(fold)) < 2:
        raise ValueError("at least two folds are needed")
    encoded = np.empty(len(y))
    for i in range(len(y)):
        others = fold != fold[i]
        same = others & (cat == cat[i])
        encoded[i] = y[others].mean()
        for rows in (others & (maker == maker[i]) & ~same, same):
            if rows.any():
                encoded[i] = (y[rows].sum() + m * encoded[i]) / (rows.sum() + m)
    return encoded
