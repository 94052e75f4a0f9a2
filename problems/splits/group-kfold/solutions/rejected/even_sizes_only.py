"""Cuts after collecting, on the assumption that the photos divide evenly.

Trap: only the tidiest collections are a multiple of k.
Mistake: shapes_assumed
Caught by: statistical/any-sizes
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
    fold_of_photo = np.array([fold_of[camera] for camera in groups])
    return list(np.sort(np.split(np.argsort(fold_of_photo, kind="stable"), k), axis=1))
