"""Gets the sums of the other folds by subtracting the own fold from the total, in floats. Violates "right to a relative 1e-9": the large
amounts of the own fold wipe out the small ones of the others. Shows on cat = ["a", "a", "a"], y = [1e17, 1, 3], fold = [0, 1, 1],
m = 0: row 0 gets 0 (or 8) instead of 2."""
import numpy as np


def oof_target_encode(cat, y, fold, m):
    if m < 0 or not len(cat) == len(y) == len(fold):
        raise ValueError("invalid input")
    _, fold = np.unique(np.asarray(fold), return_inverse=True)
    number = {}
    codes = np.array([number.setdefault(str(c), len(number)) for c in cat], dtype=int)
    y = np.asarray(y, dtype=float)
    k, q = (fold.max() + 1 if len(fold) else 0), len(number)
    if k < 2:
        raise ValueError("two folds")
    cell = codes * k + fold
    S = np.bincount(cell, weights=y, minlength=q * k).reshape(q, k)
    N = np.bincount(cell, minlength=q * k).reshape(q, k)
    mu = (y.sum() - S.sum(axis=0)) / (len(y) - N.sum(axis=0))
    S_rest = S.sum(axis=1, keepdims=True) - S
    N_rest = N.sum(axis=1, keepdims=True) - N
    with np.errstate(invalid="ignore", divide="ignore"):
        enc = np.where(N_rest > 0, (S_rest + m * mu) / (N_rest + m), mu)
    return enc[codes, fold]
