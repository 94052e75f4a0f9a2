"""No look at the arguments.

Trap: a negative m turns the smoothing round, and one fold gives NaN, both without an error.
Mistake: edge_cases_late
Caught by: loud/strength
May also fail: loud/arguments
"""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    cat, y, fold = np.asarray(cat), np.asarray(y, dtype=float), np.asarray(fold)
    encoded = np.empty(len(y))
    for i in range(len(y)):
        others = fold != fold[i]
        same = others & (cat == cat[i])
        prior = y[others].mean()
        encoded[i] = (y[same].sum() + m * prior) / (same.sum() + m) if same.any() else prior
    return encoded
