"""Vectorised: sums per name and fold, all folds minus the own one, for both levels. Policies: none."""

import numpy as np


def out_of_fold(names, y, f, n_folds):
    """Sum and number of y over the other folds, for the name of each row."""
    labels, c = np.unique(names, return_inverse=True)
    sums, counts = np.zeros((labels.size, n_folds)), np.zeros((labels.size, n_folds))
    np.add.at(sums, (c, f), y)
    np.add.at(counts, (c, f), 1)
    sums, counts = sums.sum(axis=1, keepdims=True) - sums, counts.sum(axis=1, keepdims=True) - counts
    return sums[c, f], counts[c, f]


def oof_target_encode(cat, maker, y, fold, m):
    cat, maker, y, fold = np.asarray(cat), np.asarray(maker), np.asarray(y, dtype=float), np.asarray(fold)
    if m < 0 or not cat.shape == maker.shape == y.shape == fold.shape:
        raise ValueError("m must be at least 0 and the columns equally long")
    folds, f = np.unique(fold, return_inverse=True)
    if folds.size < 2:
        raise ValueError("at least two folds are needed")
    total, rows = out_of_fold(np.zeros(len(y)), y, f, folds.size)
    encoded = total / rows
    for names in (maker, cat):
        s, n = out_of_fold(names, y, f, folds.size)
        encoded = np.where(n == 0, encoded, (s + m * encoded) / np.where(n == 0, 1, n + m))
    return encoded
