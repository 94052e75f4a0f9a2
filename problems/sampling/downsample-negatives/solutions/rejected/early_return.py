"""Returns the probabilities themselves when nothing is dropped.

Trap: two names for one array: a later change of either shows in both.
Mistake: no_validation
Caught by: hygiene/inputs
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
    if keep == 1:
        return idx, p
    return idx, keep * p / (keep * p + (1 - p))
