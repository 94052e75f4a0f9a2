"""The greedy rule in plain loops. Open point: ties among cameras go to the one seen first, ties among folds to the lowest number."""
import numpy as np


def group_kfold(groups, k):
    labels = groups.tolist() if isinstance(groups, np.ndarray) else list(groups)
    rows = {}
    for i, label in enumerate(labels):
        rows.setdefault(label, []).append(i)
    if k < 2 or k > len(rows):
        raise ValueError("k must lie between 2 and the number of cameras")
    cameras = sorted(rows.values(), key=len, reverse=True)      # stable
    folds = [[] for _ in range(k)]
    for photos in cameras:
        smallest = 0
        for f in range(1, k):
            if len(folds[f]) < len(folds[smallest]):
                smallest = f
        folds[smallest].extend(photos)
    return [np.array(sorted(fold), dtype=np.int64) for fold in folds]
