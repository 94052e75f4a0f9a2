"""Takes the first negatives of the file.

Trap: files are stored by day, so the sample is a month old.
Mistake: none
Caught by: statistical/rows, statistical/pairs, determinism/seeded
May also fail: loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = negatives[:n_kept]
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + (1 - p))
