"""Trap: tests the fraction only from above and below by comparison, and so lets NaN and both ends through.

Mistake: edge_cases_late
Caught by: loud/fraction
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if test_frac < 0 or test_frac > 1:
        raise ValueError("test_frac must lie between 0 and 1")
    y = np.asarray(y)
    rng = np.random.default_rng(seed)
    test = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        k = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        test[rng.permutation(rows)[:k]] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
