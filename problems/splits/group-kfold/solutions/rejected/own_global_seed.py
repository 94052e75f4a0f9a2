"""Seeds numpy's global generator before it shuffles ties.

Trap: repeatable here, but every other part of the job gets the same stream again.
Mistake: pure_coding
Caught by: determinism/processes
"""

from collections import Counter

import numpy as np


def group_kfold(groups, k):
    groups = list(groups)
    photos_of = Counter(groups)
    if not 2 <= k <= len(photos_of):
        raise ValueError("k must lie between 2 and the number of cameras")
    np.random.seed(0)
    shuffled = [list(photos_of)[i] for i in np.random.permutation(len(photos_of))]
    order = sorted(shuffled, key=photos_of.get, reverse=True)
    totals, fold_of = [0] * k, {}
    for camera in order:
        fold = totals.index(min(totals))
        fold_of[camera] = fold
        totals[fold] += photos_of[camera]
    fold_of_photo = np.array([fold_of[camera] for camera in groups])
    return [np.flatnonzero(fold_of_photo == fold) for fold in range(k)]
