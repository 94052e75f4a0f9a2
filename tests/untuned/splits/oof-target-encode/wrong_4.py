"""Walks the folds as 0, 1, ..., max. Violates "integers naming the fold of each row: any values": rows in negative folds keep their initial 0.
Shows on cat = ["a", "a"], y = [1, 2], fold = [-1, 0], m = 0: row 0 gets 0 instead of 2."""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold):
        raise ValueError("invalid input")
    number = {}
    codes = np.array([number.setdefault(str(c), len(number)) for c in cat], dtype=int)
    y = np.asarray(y, dtype=float)
    fold = np.asarray(fold)
    if len(np.unique(fold)) < 2:
        raise ValueError("two folds")
    out = np.zeros(len(y))
    for f in range(int(fold.max()) + 1):
        inside = fold == f
        if not inside.any():
            continue
        rest = ~inside
        mu = y[rest].mean()
        N = np.bincount(codes[rest], minlength=len(number))
        S = np.bincount(codes[rest], weights=y[rest], minlength=len(number))
        enc = np.where(N > 0, (S + m * mu) / np.where(N > 0, N + m, 1), mu)
        out[inside] = enc[codes[inside]]
    return out
