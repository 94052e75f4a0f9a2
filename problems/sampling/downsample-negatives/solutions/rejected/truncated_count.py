"""Cuts the product down to an integer.

Trap: one negative too few for most inputs.
Mistake: none
Caught by: metamorphic/contents, edge/determined
May also fail: metamorphic/ascending, metamorphic/correction, loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = int(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + (1 - p))
