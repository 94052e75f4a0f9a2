"""Adds the targets up in the type in which they come.

Trap: a sum of bytes starts again at 0 once it passes the largest byte.
Mistake: pure_coding
Caught by: edge/extremes
"""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    cat, y, fold = np.asarray(cat), np.asarray(y), np.asarray(fold)
    if m < 0 or not len(cat) == len(y) == len(fold) or len(np.unique(fold)) < 2:
        raise ValueError("m, the lengths or the folds are wrong")
    names, codes = np.unique(cat, return_inverse=True)
    encoded = np.empty(len(y), dtype=float)
    for held_out in np.unique(fold):
        test = fold == held_out
        prior = y[~test].mean()
        sums = np.zeros(len(names), dtype=y.dtype)
        np.add.at(sums, codes[~test], y[~test])
        counts = np.bincount(codes[~test], minlength=len(names))
        means = np.where(counts > 0, (sums + m * prior) / np.where(counts > 0, counts + m, 1), prior)
        encoded[test] = means[codes[test]]
    return encoded
