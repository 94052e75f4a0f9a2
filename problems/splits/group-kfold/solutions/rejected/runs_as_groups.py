"""Takes each run of equal labels for a camera of its own.

Trap: photos of a camera do not stand side by side, so a camera is cut into runs.
Mistake: leakage
Caught by: metamorphic/whole-groups, statistical/any-sizes
"""

import numpy as np


def group_kfold(groups, k):
    groups = np.asarray(groups)
    if not 2 <= k <= len(np.unique(groups)):
        raise ValueError("k must lie between 2 and the number of cameras")
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
    runs = np.split(np.arange(len(groups)), starts[1:])
    folds = [[] for _ in range(k)]
    for run in sorted(runs, key=len, reverse=True):
        min(folds, key=len).extend(run)
    return [np.sort(fold) for fold in folds]
