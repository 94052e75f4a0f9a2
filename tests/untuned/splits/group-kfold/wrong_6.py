"""Takes the cameras from the smallest to the largest. Violates "yours must not exceed the spread the greedy rule gives".
Shows on cameras of 1, 1, 2 photos, k = 2: 3 and 1 against 2 and 2."""
import numpy as np


def group_kfold(groups, k):
    g = np.asarray(groups)
    names, codes, counts = np.unique(g, return_inverse=True, return_counts=True)
    if k < 2 or k > len(names):
        raise ValueError("k")
    load = np.zeros(k, dtype=int)
    fold_of = np.zeros(len(names), dtype=int)
    for c in np.argsort(counts, kind="stable"):
        f = int(load.argmin())
        fold_of[c] = f
        load[f] += counts[c]
    return [np.flatnonzero(fold_of[codes] == f) for f in range(k)]
