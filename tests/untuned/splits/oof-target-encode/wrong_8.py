"""Does not count the folds; with a single one the mean of nothing is taken for 0. Violates "ValueError is raised when ... there are fewer than two
different folds". Shows on cat = ["a", "b"], y = [1, 0], fold = [3, 3], m = 1: zeros come back."""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold):
        raise ValueError("invalid input")
    number = {}
    codes = np.array([number.setdefault(str(c), len(number)) for c in cat], dtype=int)
    y = np.asarray(y, dtype=float)
    fold = np.asarray(fold)
    out = np.empty(len(y))
    for f in np.unique(fold):
        inside = fold == f
        rest = ~inside
        mu = y[rest].mean() if rest.any() else 0.0
        N = np.bincount(codes[rest], minlength=len(number))
        S = np.bincount(codes[rest], weights=y[rest], minlength=len(number))
        enc = np.where(N > 0, (S + m * mu) / np.where(N > 0, N + m, 1), mu)
        out[inside] = enc[codes[inside]]
    return out
