"""Corrects the caller's probabilities in place.

Trap: whoever ranks by the same array later gets corrected values.
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
    denominator = keep * p + (1 - p)
    p *= keep
    p /= denominator
    return idx, p
