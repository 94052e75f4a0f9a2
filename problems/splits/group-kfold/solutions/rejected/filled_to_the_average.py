"""Fills one fold after the other up to its share of the photos.

Trap: the folds overshoot in turn, and the last one gets what is left.
Mistake: wrong_objective
Caught by: metamorphic/level, statistical/any-sizes
May also fail: metamorphic/partition, determinism/processes, hygiene/inputs
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
        fold = next((f for f in range(k) if totals[f] < len(groups) / k), k - 1)
        fold_of[camera] = fold
        totals[fold] += photos_of[camera]
    fold_of_photo = np.array([fold_of[camera] for camera in groups])
    return [np.flatnonzero(fold_of_photo == fold) for fold in range(k)]
