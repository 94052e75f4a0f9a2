"""Accumulates the sums in the dtype of y, where bytes wrap at 256. Violates "S ... the sum of y of those rows".
Shows on cat = ["a"] * 301, y = np.ones(301, np.uint8), fold = [0] + [1] * 300, m = 0: row 0 gets 44/300 instead of 1."""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold):
        raise ValueError("invalid input")
    number = {}
    codes = np.array([number.setdefault(str(c), len(number)) for c in cat], dtype=int)
    y = np.asarray(y)
    if y.dtype == bool:
        y = y.astype(int)
    fold = np.asarray(fold)
    if len(np.unique(fold)) < 2:
        raise ValueError("two folds")
    out = np.empty(len(y), dtype=float)
    for f in np.unique(fold):
        inside = fold == f
        rest = ~inside
        mu = y[rest].mean()
        N = np.bincount(codes[rest], minlength=len(number))
        S = np.zeros(len(number), dtype=y.dtype)
        np.add.at(S, codes[rest], y[rest])
        enc = np.where(N > 0, (S + m * mu) / np.where(N > 0, N + m, 1), mu)
        out[inside] = enc[codes[inside]]
    return out
