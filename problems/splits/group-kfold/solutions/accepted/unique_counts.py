"""Cameras numbered with np.unique, a stable sort by count, folds through the inverse index."""

import numpy as np


def group_kfold(groups, k):
    _, camera, counts = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    if not 2 <= k <= len(counts):
        raise ValueError(f"k must lie between 2 and {len(counts)}, the number of cameras; got {k}")
    fold_of_camera = np.empty(len(counts))
    photos = np.zeros(k)
    for number in np.argsort(counts, kind="stable")[::-1]:
        fold = photos.argmin()
        fold_of_camera[number] = fold
        photos[fold] += counts[number]
    fold_of_photo = fold_of_camera[camera]
    return [np.flatnonzero(fold_of_photo == fold) for fold in range(k)]
