"""Vectorised as far as it goes: codes by np.unique on objects, greedy by argmin over the loads, positions by one comparison per fold.
Ties among cameras go to the larger label, since the ascending stable order is reversed."""
import numpy as np


def group_kfold(groups, k):
    g = np.array(groups.tolist() if hasattr(groups, "tolist") else groups, dtype=object)
    names, codes, counts = np.unique(g, return_inverse=True, return_counts=True)
    if not 2 <= k <= len(names):
        raise ValueError(f"k = {k} for {len(names)} cameras")
    load = np.zeros(k, dtype=np.int64)
    fold_of = np.empty(len(names), dtype=np.int64)
    for c in np.argsort(counts, kind="stable")[::-1]:
        f = load.argmin()
        fold_of[c] = f
        load[f] += counts[c]
    fold_of_row = fold_of[codes]
    return [np.flatnonzero(fold_of_row == f) for f in range(k)]
