"""Sorts the caller's labels to count them.

Trap: the labels no longer stand beside their photos.
Mistake: no_validation
Caught by: hygiene/inputs
"""

from collections import Counter

import numpy as np


def group_kfold(groups, k):
    photos_of = Counter(list(groups))
    if isinstance(groups, list):
        groups = np.array(groups)
    labels = groups.copy()
    groups.sort()
    groups = labels.tolist()
    if not 2 <= k <= len(photos_of):
        raise ValueError("k must lie between 2 and the number of cameras")
    order = sorted(photos_of, key=photos_of.get, reverse=True)
    totals, fold_of = [0] * k, {}
    for camera in order:
        fold = totals.index(min(totals))
        fold_of[camera] = fold
        totals[fold] += photos_of[camera]
    fold_of_photo = np.array([fold_of[camera] for camera in groups])
    return [np.flatnonzero(fold_of_photo == fold) for fold in range(k)]
