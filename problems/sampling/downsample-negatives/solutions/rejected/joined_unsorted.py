"""Returns the malware first and the negatives after it.

Trap: the promised order is that of the file.
Mistake: none
Caught by: metamorphic/ascending, edge/determined
May also fail: loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.concatenate([positives, drawn])
    return idx, keep * p / (keep * p + (1 - p))
