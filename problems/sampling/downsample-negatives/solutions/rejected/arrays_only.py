"""Compares the labels without making an array of them.

Trap: a list is not equal to 1, as a whole, so every row is taken for a negative and none for malware.
Mistake: shapes_assumed
Caught by: hygiene/inputs
May also fail: loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    p = np.asarray(p, dtype=float)
    malware = np.zeros(len(y), dtype=bool)
    malware[:] = y == 1
    positives, negatives = np.flatnonzero(malware), np.flatnonzero(~malware)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + (1 - p))
