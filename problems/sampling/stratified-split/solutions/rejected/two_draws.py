"""Trap: draws the training rows and the test rows separately, so rows land on both sides.

Mistake: leakage
Caught by: metamorphic/partition
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    rng = np.random.default_rng(seed)
    train, test = [np.empty(0, dtype=int)], [np.empty(0, dtype=int)]
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        k = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        test.append(rng.choice(rows, size=k, replace=False))
        train.append(rng.choice(rows, size=len(rows) - k, replace=False))
    return np.sort(np.concatenate(train)), np.sort(np.concatenate(test))
