"""Trap: draws test rows with replacement, so a class gets fewer distinct ones than it is due.

Mistake: no_validation
Caught by: metamorphic/class-sizes, statistical/rows
May also fail: metamorphic/ascending, metamorphic/rare-classes, statistical/joint, determinism/seeded
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    rng = np.random.default_rng(seed)
    test = []
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        k = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            k = min(max(k, 1), len(rows) - 1)
        test.extend(rng.choice(rows, size=k))
    train = np.setdiff1d(np.arange(len(y)), test)
    return train, np.array(sorted(test), dtype=int)
