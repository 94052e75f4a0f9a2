"""Trap: rounds with round(), which sends a tie to the even number.

Mistake: none
Caught by: metamorphic/class-sizes, edge/determined
May also fail: hygiene/inputs
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
        k = round(test_frac * len(rows))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        test[rng.choice(rows, size=k, replace=False)] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
