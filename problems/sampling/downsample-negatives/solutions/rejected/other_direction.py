"""Corrects in the wrong direction.

Trap: the probabilities rise where they should fall.
Mistake: wrong_objective
Caught by: oracle/correction, metamorphic/correction, stability/correction
May also fail: edge/determined, loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, p / (p + keep * (1 - p))
