"""Keeps more negatives, and still corrects by keep.

Trap: the floor has changed the share that the model was trained on.
Mistake: wrong_objective
Caught by: metamorphic/floor-correction, metamorphic/correction
May also fail: oracle/correction, stability/correction
"""

import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep must be above 0 and at most 1")
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    malware, others = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = min(len(others), max(len(malware), round(keep * len(others))))
    share = keep
    drawn = np.random.default_rng(seed).choice(others, size=n_kept, replace=False)
    return np.sort(np.concatenate([malware, drawn])), share * p / (share * p + (1 - p))
