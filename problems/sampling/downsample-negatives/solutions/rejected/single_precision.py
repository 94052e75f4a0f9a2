"""Computes the correction in the precision in which the probabilities come.

Trap: a model that answers in single precision makes numpy stay there, and nine digits become seven.
Mistake: pure_coding
Caught by: stability/correction
"""

import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep must be above 0 and at most 1")
    y, p = np.asarray(y), np.asarray(p)
    negatives = np.flatnonzero(y != 1)
    drawn = np.random.default_rng(seed).choice(negatives, size=round(keep * len(negatives)), replace=False)
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), drawn]))
    weighted = p * keep
    return idx, weighted / (weighted + (1 - p))
