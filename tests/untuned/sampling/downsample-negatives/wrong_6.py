"""Draws whole numbers below the number of negatives, which repeats some of them. Violates "drawn without replacement" and
"without repeats". Shows on y = [0] * 100, keep = 0.5: repeated positions (an all-kept share is served apart)."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    neg = np.flatnonzero(y != 1)
    k = round(keep * len(neg))
    if k < len(neg):
        rng = np.random.default_rng(seed)
        neg = neg[rng.integers(0, len(neg), size=k)]
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), neg]))
    p = np.asarray(p, dtype=np.float64)
    return idx, keep * p / (keep * p + (1 - p))
