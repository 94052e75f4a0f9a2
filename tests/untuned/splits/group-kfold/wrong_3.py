"""Orders the cameras by size only, starting from a set: equal ones stand in the order of the set, which for strings depends on the process.
Violates "the same groups and k give the same result in every process". Shows on eight cameras of one photo each, k = 2."""
import numpy as np


def group_kfold(groups, k):
    labels = groups.tolist() if isinstance(groups, np.ndarray) else list(groups)
    cameras = set(labels)
    if k < 2 or k > len(cameras):
        raise ValueError("k")
    counts = {c: 0 for c in cameras}
    for g in labels:
        counts[g] += 1
    load, fold_of = [0] * k, {}
    for c in sorted(cameras, key=counts.get, reverse=True):
        f = load.index(min(load))
        fold_of[c] = f
        load[f] += counts[c]
    return [np.array([i for i, g in enumerate(labels) if fold_of[g] == f], dtype=int) for f in range(k)]
