"""Where too few rows are unseen, the rest is drawn from the seen ones.

Trap: a test side of the right size that the old model knows by heart.
Mistake: leakage
Caught by: metamorphic/class-sizes, edge/determined
May also fail: metamorphic/rare-classes, metamorphic/ascending, hygiene/inputs
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
        unseen_first = np.concatenate([rng.permutation(rows[~seen[rows]]), rng.permutation(rows[seen[rows]])])
        in_test[unseen_first[:n_test]] = True
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
