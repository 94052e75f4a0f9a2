"""Deals the cameras out like a snake draft, 0..k-1 and back. Violates "yours must not exceed the spread the greedy rule gives".
Shows on cameras of 10, 1, 1, 1 photos, k = 2: spread 9 against 7."""
import numpy as np


def group_kfold(groups, k):
    rows = {}
    for i, g in enumerate(groups):
        rows.setdefault(g, []).append(i)
    if k < 2 or k > len(rows):
        raise ValueError("k")
    folds = [[] for _ in range(k)]
    for j, photos in enumerate(sorted(rows.values(), key=len, reverse=True)):
        turn, f = divmod(j, k)
        folds[f if turn % 2 == 0 else k - 1 - f].extend(photos)
    return [np.array(sorted(f), dtype=int) for f in folds]
