"""The limits are applied once more to the number of unseen rows, so one of two unseen rows is always kept back.

Trap: the old rule keeps a row of the class in training, and a seen row is one.
Mistake: wrong_objective
Caught by: edge/determined, metamorphic/class-sizes
May also fail: metamorphic/rare-classes, metamorphic/ascending, determinism/seeded
"""

import numpy as np


def stratified_split(y, test_frac, seed, seen):
    if not 0 < test_frac < 1:
        raise ValueError(f"test_frac must lie strictly between 0 and 1, got {test_frac}")
    y, seen = np.asarray(y), np.asarray(seen, dtype=bool)
    if len(seen) != len(y):
        raise ValueError("seen must be as long as y")
    rng = np.random.default_rng(seed)
    in_test = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        rows = np.flatnonzero(y == label)
        n_test = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            n_test = min(max(n_test, 1), len(rows) - 1)
        unseen = rows[~seen[rows]]
        n_test = min(n_test, max(len(unseen) - 1, 1))
        in_test[rng.permutation(unseen)[:n_test]] = True
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
