"""Evaluates the denominator from left to right, (keep p + 1) - p, which cancels near p = 1. Violates "right to a relative 1e-9".
Shows on keep = 1e-8, p = [1 - 1e-9]: relative error near 1e-8."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    neg = np.flatnonzero(y != 1)
    rng = np.random.default_rng(seed)
    drawn = rng.choice(neg, size=round(keep * len(neg)), replace=False)
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), drawn]))
    p = np.asarray(p, dtype=np.float64)
    return idx, keep * p / (keep * p + 1 - p)
