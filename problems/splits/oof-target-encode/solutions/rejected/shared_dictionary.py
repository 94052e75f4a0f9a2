"""The dictionaries are made once and fill up from fold to fold.

Trap: state shared between folds: the second fold sees the rows of the first twice, and its own.
Mistake: leakage
Caught by: oracle/any-folds, perturb/own-fold
May also fail: oracle/ordinary, edge/unseen, edge/extremes
"""
import numpy as np


def _check(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold) or len(set(fold)) < 2:
        raise ValueError("invalid arguments")


def oof_target_encode(cat, y, fold, m):
    _check(cat, y, fold, m)
    encoded = np.empty(len(y))
    sums, counts = {}, {}
    for f in sorted(set(fold)):
        others = [i for i in range(len(y)) if fold[i] != f]
        prior = sum(y[i] for i in others) / len(others)
        for i in others:
            sums[cat[i]] = sums.get(cat[i], 0.0) + y[i]
            counts[cat[i]] = counts.get(cat[i], 0) + 1
        for i in range(len(y)):
            if fold[i] == f:
                n = counts.get(cat[i], 0)
                encoded[i] = (sums[cat[i]] + m * prior) / (n + m) if n else prior
    return encoded
