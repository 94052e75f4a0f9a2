"""Chains the photos camera by camera and does not sort. Violates "the positions ... in ascending order".
Shows on groups = ["a", "b", "c", "a", "c", "d"], k = 2: fold 0 is [0, 3, 1]."""
import numpy as np


def group_kfold(groups, k):
    rows = {}
    for i, g in enumerate(groups):
        rows.setdefault(g, []).append(i)
    if k < 2 or k > len(rows):
        raise ValueError("k")
    folds = [[] for _ in range(k)]
    for photos in sorted(rows.values(), key=len, reverse=True):
        min(folds, key=len).extend(photos)
    return [np.array(f, dtype=int) for f in folds]
