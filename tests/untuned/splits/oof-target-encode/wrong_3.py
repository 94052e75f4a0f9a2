"""Treats the empty text as a missing category. Violates '"" is a category like any other'.
Shows on cat = ["", "", "web"], y = [1, 1, 0], fold = [0, 1, 1], m = 0: row 0 gets 0.5 instead of 1."""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold):
        raise ValueError("invalid input")
    if len(set(int(f) for f in fold)) < 2:
        raise ValueError("two folds")
    y = np.asarray(y, dtype=float)
    fold = np.asarray(fold)
    rows = {}
    for i, c in enumerate(cat):
        rows.setdefault(str(c), []).append(i)
    out = np.empty(len(y))
    for f in set(fold.tolist()):
        inside = fold == f
        mu = y[~inside].mean()
        for c, r in rows.items():
            r = np.array(r)
            values = y[r[~inside[r]]]
            if c and len(values):
                out[r[inside[r]]] = (values.sum() + m * mu) / (len(values) + m)
            else:
                out[r[inside[r]]] = mu
    return out
