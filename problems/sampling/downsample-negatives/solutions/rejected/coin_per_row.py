"""Keeps each negative with probability keep.

Trap: the number of rows is right on average only.
Mistake: wrong_objective
Caught by: metamorphic/contents
May also fail: metamorphic/ascending, metamorphic/correction, statistical/rows, statistical/pairs, determinism/seeded, edge/determined, loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = negatives[rng.random(len(negatives)) < keep]
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + (1 - p))
