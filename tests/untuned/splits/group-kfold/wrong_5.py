"""Fills one fold after the other up to its share of the photos left, with the cameras from the largest on. Violates "yours must not exceed
the spread the greedy rule gives". Shows on cameras of 4, 3, 3, 2, 2, 2 photos, k = 2: 10 and 6 against 8 and 8."""
import numpy as np


def group_kfold(groups, k):
    rows = {}
    for i, g in enumerate(groups):
        rows.setdefault(g, []).append(i)
    if k < 2 or k > len(rows):
        raise ValueError("k")
    cameras = sorted(rows.values(), key=len, reverse=True)
    folds, current, left = [], [], sum(map(len, cameras))
    for j, photos in enumerate(cameras):
        current += photos
        open_folds = k - len(folds)
        cameras_left = len(cameras) - j - 1
        if open_folds > 1 and (len(current) >= left / open_folds or cameras_left == open_folds - 1):
            folds.append(current)
            left -= len(current)
            current = []
    folds.append(current)
    return [np.array(sorted(f), dtype=int) for f in folds]
