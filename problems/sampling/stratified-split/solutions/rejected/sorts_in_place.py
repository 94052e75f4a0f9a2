"""Trap: brings the classes together by sorting the caller's own array.

Mistake: none
Caught by: hygiene/inputs
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    order = np.argsort(y, kind="stable")
    y.sort()
    _, starts, counts = np.unique(y, return_index=True, return_counts=True)

    rng = np.random.default_rng(seed)
    test = np.zeros(len(y), dtype=bool)
    for start, n in zip(starts, counts):
        k = int(np.floor(test_frac * n + 0.5))
        if n >= 2:
            k = min(max(k, 1), n - 1)
        test[rng.permutation(order[start : start + n])[:k]] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
