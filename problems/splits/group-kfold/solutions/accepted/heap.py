"""Positions collected per camera in a dictionary; the emptiest fold comes from a heap."""

import heapq
from collections import defaultdict

import numpy as np


def group_kfold(groups, k):
    positions = defaultdict(list)
    for position, camera in enumerate(groups):
        positions[camera].append(position)
    if k < 2 or k > len(positions):
        raise ValueError("the number of folds must lie between 2 and the number of cameras")
    folds = [[] for _ in range(k)]
    waiting = [(len(rows), fold) for fold, rows in enumerate(folds)]
    for members in sorted(positions.values(), key=len, reverse=True):
        _, fold = heapq.heappop(waiting)
        folds[fold].extend(members)
        heapq.heappush(waiting, (len(folds[fold]), fold))
    return [np.sort(fold) for fold in folds]
