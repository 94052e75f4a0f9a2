"""Undoes the change of the class shares in the sample.

Trap: the formula has the ratio of two priors where the share of negatives is meant.
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
    factor = np.mean(y == 1) / max(np.mean(y[idx] == 1), 1e-12) if len(idx) else 1.0
    return idx, np.minimum(factor * p, 1.0)
