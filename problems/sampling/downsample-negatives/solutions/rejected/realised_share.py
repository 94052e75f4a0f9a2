"""Corrects by the share that was really kept.

Trap: it depends on today's labels, and is not a number where there are no negatives.
Mistake: wrong_objective
Caught by: metamorphic/correction, oracle/correction
May also fail: stability/correction, edge/determined, loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    share = n_kept / len(negatives) if len(negatives) else 1.0
    return idx, share * p / np.maximum(share * p + (1 - p), 1e-300)
