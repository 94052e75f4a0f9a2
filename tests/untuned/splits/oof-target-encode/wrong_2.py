"""Compares categories with np.char.equal, which ignores trailing blanks. Violates "compared exactly".
Shows on cat = ["web", "web ", "web"], y = [1, 0, 1], fold = [0, 1, 1], m = 0: row 0 gets 0.5 instead of 1."""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold):
        raise ValueError("invalid input")
    cat = np.asarray(cat, dtype=str)
    y = np.asarray(y, dtype=float)
    fold = np.asarray(fold)
    if len(np.unique(fold)) < 2:
        raise ValueError("two folds")
    out = np.empty(len(y))
    for f in np.unique(fold):
        rest = fold != f
        mu = y[rest].mean()
        for c in np.unique(cat[~rest]):
            same = np.char.equal(cat, c)
            values = y[rest & same]
            enc = mu if len(values) == 0 else (values.sum() + m * mu) / (len(values) + m)
            out[~rest & (cat == c)] = enc
    return out
