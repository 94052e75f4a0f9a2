"""Counts labels with bincount.

Trap: cameras are also named by strings and by negative numbers.
Mistake: shapes_assumed
Caught by: statistical/any-sizes
May also fail: metamorphic/partition, metamorphic/level, determinism/processes, hygiene/inputs,
  loud/too-few-groups
"""

import numpy as np


def group_kfold(groups, k):
    groups = np.asarray(groups)
    photos_of = np.bincount(groups)
    if not 2 <= k <= np.count_nonzero(photos_of):
        raise ValueError("k must lie between 2 and the number of cameras")
    totals, fold_of = np.zeros(k, dtype=int), np.zeros(len(photos_of), dtype=int)
    for camera in np.argsort(-photos_of, kind="stable"):
        fold_of[camera] = totals.argmin()
        totals[totals.argmin()] += photos_of[camera]
    return [np.flatnonzero(fold_of[groups] == fold) for fold in range(k)]
