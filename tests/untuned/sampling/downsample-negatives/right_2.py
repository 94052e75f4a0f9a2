"""Vectorised: Generator.choice without replacement, float64 from the start, denominator as keep * p + (1 - p)."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    neg = np.flatnonzero(y != 1)
    size = round(float(keep) * len(neg))
    drawn = np.random.default_rng(seed).choice(neg, size=size, replace=False)
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), drawn]))
    p = np.array(p, dtype=np.float64)
    num = float(keep) * p
    return idx, num / (num + (1 - p))
