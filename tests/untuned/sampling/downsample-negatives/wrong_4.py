"""Leaves the probabilities in their own precision. Violates "corrected_p is a float64 array [m], right to a relative 1e-9".
Shows on p = np.float32([0.3]), keep = 0.01: a float32 array with errors near 1e-8."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    neg = np.flatnonzero(y != 1)
    rng = np.random.default_rng(seed)
    drawn = rng.choice(neg, size=round(keep * len(neg)), replace=False)
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), drawn]))
    p = np.asarray(p)
    return idx, keep * p / (keep * p + (1 - p))
