"""The number is computed from the unseen rows only.

Trap: the share is one of the whole class, so that classes keep their weight.
Mistake: wrong_objective
Caught by: metamorphic/class-sizes, statistical/rows
May also fail: metamorphic/rare-classes, edge/determined, statistical/joint, metamorphic/ascending,
  determinism/seeded
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
        rows = np.flatnonzero((y == label) & ~seen)
        n_test = int(np.floor(test_frac * len(rows) + 0.5))
        if len(rows) >= 2:
            n_test = min(max(n_test, 1), len(rows) - 1)
        in_test[rng.permutation(rows)[:n_test]] = True
    return np.flatnonzero(~in_test), np.flatnonzero(in_test)
