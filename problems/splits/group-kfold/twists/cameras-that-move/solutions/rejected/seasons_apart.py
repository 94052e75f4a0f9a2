"""Still takes each label for a group.

Trap: the same background is on both sides, in another year.
Mistake: leakage
Caught by: metamorphic/whole-stations, loud/too-few-stations
"""

from collections import Counter

import numpy as np


def station(label):
    return str(label)


def group_kfold(groups, k):
    stations = [station(label) for label in groups]
    photos_of = Counter(stations)
    if not 2 <= k <= len(photos_of):
        raise ValueError("k must be at least 2 and at most the number of stations")
    totals, fold_of = np.zeros(k, dtype=int), {}
    for name, photos in photos_of.most_common():
        fold_of[name] = totals.argmin()
        totals[fold_of[name]] += photos
    fold_of_photo = np.array([fold_of[name] for name in stations])
    return [np.flatnonzero(fold_of_photo == fold) for fold in range(k)]
