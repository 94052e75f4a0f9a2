"""Trap: rounds each class but lets a rare class vanish from one side.

Mistake: edge_cases_late
Caught by: metamorphic/rare-classes
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
        test[rng.permutation(rows)[:k]] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
