"""Trap: counts labels with bincount, as if they were 0, 1, 2 and so on.

Mistake: shapes_assumed
Caught by: metamorphic/class-sizes
May also fail: edge/determined, metamorphic/ascending, metamorphic/rare-classes, statistical/rows,
  statistical/joint, determinism/seeded, hygiene/inputs
"""

import numpy as np


def stratified_split(y, test_frac, seed):
    if not 0 < test_frac < 1:
        raise ValueError("test_frac must lie strictly between 0 and 1")
    y = np.asarray(y)
    rng = np.random.default_rng(seed)
    test = np.zeros(len(y), dtype=bool)
    for label, n in enumerate(np.bincount(y)):
        if n == 0:
            continue
        rows = np.flatnonzero(y == label)
        k = int(np.floor(test_frac * n + 0.5))
        if n >= 2:
            k = min(max(k, 1), n - 1)
        test[rng.permutation(rows)[:k]] = True
    return np.flatnonzero(~test), np.flatnonzero(test)
