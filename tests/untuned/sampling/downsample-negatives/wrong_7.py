"""Tosses a coin for each negative. Violates "round(keep * n_-) of the n_- other rows": the number varies with the seed.
Shows on y = [0] * 100, keep = 0.5: often not 50 rows."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    rng = np.random.default_rng(seed)
    idx = np.flatnonzero((y == 1) | (rng.random(len(y)) < keep))
    p = np.asarray(p, dtype=np.float64)
    return idx, keep * p / (keep * p + (1 - p))
