"""Draws with the default of the library, which is with replacement.

Trap: some negatives are trained on twice, and others take no part.
Mistake: none
Caught by: metamorphic/contents
May also fail: statistical/rows, edge/determined, loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept)
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + (1 - p))
