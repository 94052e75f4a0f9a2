"""Trap: starts the same generator anew for each class, so classes of one size are drawn alike.

Mistake: none
Caught by: statistical/joint
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    test = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        k = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        rng = np.random.default_rng(seed)
        test[rng.permutation(rows)[:k]] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
