"""Draws negatives down to a ratio to the malware instead of a share of the negatives.

Trap: the size follows the wrong class.
Mistake: wrong_objective
Caught by: metamorphic/contents
May also fail: metamorphic/ascending, metamorphic/correction, statistical/rows, statistical/pairs,
  edge/determined, hygiene/inputs, loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = min(round(len(positives) / keep), len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + (1 - p))
