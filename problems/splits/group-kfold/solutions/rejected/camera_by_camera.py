"""Joins the positions of a fold camera by camera.

Trap: complete and whole, but not in the promised order.
Mistake: none
Caught by: metamorphic/partition, statistical/any-sizes
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
    where = {camera: np.flatnonzero([other == camera for other in groups]) for camera in order}
    return [np.concatenate([where[c] for c in order if fold_of[c] == fold]) for fold in range(k)]
