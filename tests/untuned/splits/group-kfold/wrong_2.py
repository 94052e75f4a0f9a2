"""Sorts the array of labels in place to find the cameras. Violates "It is left as it is" (and fails on a read-only array).
Shows on groups = np.array([2, 1, 2, 1]), k = 2: afterwards groups is [1, 1, 2, 2]."""
import numpy as np


def group_kfold(groups, k):
    g = np.asarray(groups)
    order = np.argsort(g, kind="stable")
    g.sort()
    starts = np.flatnonzero(np.r_[True, g[1:] != g[:-1]]) if len(g) else np.array([], dtype=int)
    if k < 2 or k > len(starts):
        raise ValueError("k")
    rows = np.split(order, starts[1:])
    load = np.zeros(k, dtype=int)
    folds = [[] for _ in range(k)]
    for photos in sorted(rows, key=len, reverse=True):
        f = int(load.argmin())
        folds[f].append(photos)
        load[f] += len(photos)
    return [np.sort(np.concatenate(f)) for f in folds]
