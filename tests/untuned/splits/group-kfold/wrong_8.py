"""Collects runs with itertools.groupby, which sees only neighbours. Violates "all photos with the same label are in the same fold" as
"photos of a camera may lie anywhere in the file". Shows on groups = ["a", "b", "a", "b"], k = 2: folds [0, 2, ...] depend on runs;
["a", "a", "b", "a"] puts camera a into both folds."""
from itertools import groupby

import numpy as np


def group_kfold(groups, k):
    labels = groups.tolist() if isinstance(groups, np.ndarray) else list(groups)
    if k < 2 or k > len(set(labels)):
        raise ValueError("k")
    cameras = [list(run) for _, run in groupby(range(len(labels)), key=labels.__getitem__)]
    cameras.sort(key=len, reverse=True)
    folds = [[] for _ in range(k)]
    for photos in cameras:
        min(folds, key=len).extend(photos)
    return [np.array(sorted(f), dtype=int) for f in folds]
