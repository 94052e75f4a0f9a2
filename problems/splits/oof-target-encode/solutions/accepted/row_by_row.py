"""The definition as it stands: two boolean masks per row."""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    cat = np.asarray(cat)
    y = np.asarray(y)
    fold = np.asarray(fold)
    if m < 0:
        raise ValueError("m must be >= 0")
    if not (len(cat) == len(y) == len(fold)):
        raise ValueError("lengths differ")
    if np.unique(fold).size < 2:
        raise ValueError("need at least two folds")
    encoded = np.empty(len(y))
    for i in range(len(y)):
        others = fold != fold[i]
        same = others & (cat == cat[i])
        prior = y[others].mean()
        n = same.sum()
        encoded[i] = prior if n == 0 else (y[same].sum() + m * prior) / (n + m)
    return encoded
