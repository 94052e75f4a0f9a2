"""Trap: steps through each class from a random start: each row has its chance, but not each set of rows.

Mistake: none
Caught by: statistical/joint
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
        n = len(rows)
        k = int(np.floor(test_frac * n + 0.5))
        if n >= 2:
            k = min(max(k, 1), n - 1)
        start = rng.integers(n)
        steps = np.floor(np.arange(k) * n / max(k, 1)).astype(int)
        test[rows[(start + steps) % n]] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
