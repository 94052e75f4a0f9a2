"""Rounds half up. Violates "a tie goes to the even one, as Python's round does it".
Shows on y = [0] * 5, keep = 0.5: three negatives instead of two."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    neg = np.flatnonzero(y != 1)
    rng = np.random.default_rng(seed)
    drawn = rng.choice(neg, size=int(keep * len(neg) + 0.5), replace=False)
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), drawn]))
    p = np.asarray(p, dtype=np.float64)
    return idx, keep * p / (keep * p + (1 - p))
