"""Centres y for accuracy, in place. Violates "None of them is modified" (and fails on a read-only y).
Shows on y = np.array([1.0, 0.0, 2.0]): afterwards its mean is 0."""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold):
        raise ValueError("invalid input")
    number = {}
    codes = np.array([number.setdefault(str(c), len(number)) for c in cat], dtype=int)
    fold = np.asarray(fold)
    if len(np.unique(fold)) < 2:
        raise ValueError("two folds")
    y = np.asarray(y, dtype=np.float64)
    centre = y.mean()
    y -= centre
    out = np.empty(len(y))
    for f in np.unique(fold):
        inside = fold == f
        rest = ~inside
        mu = y[rest].mean()
        N = np.bincount(codes[rest], minlength=len(number))
        S = np.bincount(codes[rest], weights=y[rest], minlength=len(number))
        enc = np.where(N > 0, (S + m * mu) / np.where(N > 0, N + m, 1), mu)
        out[inside] = enc[codes[inside]] + centre
    return out
