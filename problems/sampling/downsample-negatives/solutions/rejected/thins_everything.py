"""Draws from all rows.

Trap: the malware is thinned out as well.
Mistake: wrong_objective
Caught by: metamorphic/contents
May also fail: metamorphic/ascending, metamorphic/correction, statistical/rows, statistical/pairs, determinism/seeded, edge/determined, oracle/correction, stability/correction, hygiene/inputs, loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 2)[:0], np.arange(len(y))
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    return idx, keep * p / (keep * p + (1 - p))
