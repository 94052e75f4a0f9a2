"""Trap: shuffles by hand with swaps that never leave a row where it is, so the first row of a class is drawn too rarely.

Mistake: no_validation
Caught by: statistical/rows
May also fail: statistical/joint
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    rng = np.random.default_rng(seed)
    test = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        k = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        for i in range(len(rows) - 1, 0, -1):
            j = rng.integers(0, i)
            rows[i], rows[j] = rows[j], rows[i]
        test[rows[:k]] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
