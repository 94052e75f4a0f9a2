"""Clips the probabilities away from 0 and 1 before the logit.

Trap: a certainty is pulled back further the smaller the share is.
Mistake: none
Caught by: stability/correction
May also fail: edge/determined, loud/arguments
"""

import numpy as np


def downsample(y, keep, seed, p):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    positives, negatives = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([positives, drawn]))
    clipped = np.clip(p, 1e-7, 1 - 1e-7)
    logit = np.log(clipped / (1 - clipped)) + np.log(keep)
    return idx, 1 / (1 + np.exp(-logit))
