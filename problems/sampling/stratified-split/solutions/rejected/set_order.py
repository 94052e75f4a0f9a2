"""Trap: walks through a set of labels, whose order for strings differs from process to process.

Mistake: none
Caught by: determinism/seeded
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    labels = y.tolist()
    rng = np.random.default_rng(seed)
    test = np.zeros(len(labels), dtype=bool)
    for label in set(labels):
        rows = np.array([i for i, other in enumerate(labels) if other == label])
        k = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        test[rng.permutation(rows)[:k]] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
