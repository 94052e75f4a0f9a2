"""Shuffles the cameras with a fixed global seed before sorting by size, so that ties are mixed. Violates "Global random states are not
touched". Shows on any valid groups: np.random.get_state() differs afterwards."""
import numpy as np


def group_kfold(groups, k):
    g = np.asarray(groups)
    names, codes, counts = np.unique(g, return_inverse=True, return_counts=True)
    if k < 2 or k > len(names):
        raise ValueError("k")
    np.random.seed(0)
    order = np.random.permutation(len(names))
    order = order[np.argsort(-counts[order], kind="stable")]
    load = np.zeros(k, dtype=int)
    fold_of = np.zeros(len(names), dtype=int)
    for c in order:
        f = int(load.argmin())
        fold_of[c] = f
        load[f] += counts[c]
    return [np.flatnonzero(fold_of[codes] == f) for f in range(k)]
