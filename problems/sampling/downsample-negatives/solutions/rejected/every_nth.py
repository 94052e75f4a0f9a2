"""Takes evenly spaced negatives from a random start.

Trap: each negative has its chance, but neighbours are never kept together.
Mistake: none
Caught by: statistical/pairs
May also fail: loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    spaced = np.arange(n_kept) * len(negatives) // max(n_kept, 1)
    drawn = negatives[(spaced + rng.integers(max(len(negatives), 1))) % max(len(negatives), 1)]
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + (1 - p))
