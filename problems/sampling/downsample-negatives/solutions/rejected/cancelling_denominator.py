"""Adds up the denominator from left to right.

Trap: next to 1 a tiny share drowns before the 1 is taken away again.
Mistake: none
Caught by: stability/correction
May also fail: loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + 1 - p)
