"""Keeps at least one negative, so that both classes are there to train on. Violates "round(keep * n_-) of the n_- other rows".
Shows on y = [0, 0, 0, 1], keep = 0.1: one negative instead of none."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    neg = np.flatnonzero(y != 1)
    k = min(len(neg), max(1, round(keep * len(neg))))
    rng = np.random.default_rng(seed)
    drawn = rng.choice(neg, size=k, replace=False)
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), drawn]))
    p = np.asarray(p, dtype=np.float64)
    return idx, keep * p / (keep * p + (1 - p))
