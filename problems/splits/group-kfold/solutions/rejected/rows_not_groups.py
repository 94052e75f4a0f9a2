"""Cuts the file into k equal blocks of photos.

Trap: the folds look perfectly balanced, and every camera is on both sides.
Mistake: leakage
Caught by: metamorphic/whole-groups, statistical/any-sizes
"""

from collections import Counter

import numpy as np


def group_kfold(groups, k):
    groups = list(groups)
    photos_of = Counter(groups)
    if not 2 <= k <= len(photos_of):
        raise ValueError("k must lie between 2 and the number of cameras")
    order = sorted(photos_of, key=photos_of.get, reverse=True)
    totals, fold_of = [0] * k, {}
    for camera in order:
        fold = totals.index(min(totals))
        fold_of[camera] = fold
        totals[fold] += photos_of[camera]
    return np.array_split(np.arange(len(groups)), k)
