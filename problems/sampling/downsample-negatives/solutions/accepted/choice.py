"""One draw without replacement with numpy's generator; the correction as stated, with 1 - p taken first."""

import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError(f"keep must be above 0 and at most 1, got {keep}")
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    negatives = np.flatnonzero(y != 1)
    n_kept = round(keep * len(negatives))
    drawn = np.random.default_rng(seed).choice(negatives, size=n_kept, replace=False)
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), drawn]))
    return idx, keep * p / (keep * p + (1 - p))
