"""A Counter orders the cameras; then one pass over the photos in the order of the file."""

from collections import Counter

import numpy as np


def place_cameras(photos_of, k):
    totals = Counter()
    fold_of = {}
    for camera, photos in photos_of.most_common():
        smallest = min(range(k), key=totals.__getitem__)
        fold_of[camera] = smallest
        totals[smallest] += photos
    return fold_of


def group_kfold(groups, k):
    photos_of = Counter(groups)
    if not 2 <= k <= len(photos_of):
        raise ValueError("k must be at least 2 and at most the number of cameras")
    fold_of = place_cameras(photos_of, k)
    folds = [[] for _ in range(k)]
    for position, camera in enumerate(groups):
        folds[fold_of[camera]].append(position)
    return [np.array(fold) for fold in folds]
