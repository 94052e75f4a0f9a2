"""Trap: takes the first rows of each class; nothing is drawn.

Mistake: pure_coding
Caught by: statistical/rows, statistical/joint, determinism/seeded
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    train, test = [], []
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        k = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        test.extend(rows[:k])
        train.extend(rows[k:])
    return np.array(sorted(train), dtype=int), np.array(sorted(test), dtype=int)
