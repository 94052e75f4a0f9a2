"""With keep = 1 there is nothing to correct, so the probabilities are handed back as they came. Violates "Both are new arrays".
Shows on keep = 1, p = np.array([0.2, 0.7]): corrected_p is p."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    p = np.asarray(p, dtype=np.float64)
    if keep == 1:
        return np.arange(len(y)), p
    neg = np.flatnonzero(y != 1)
    rng = np.random.default_rng(seed)
    drawn = rng.choice(neg, size=round(keep * len(neg)), replace=False)
    idx = np.sort(np.concatenate([np.flatnonzero(y == 1), drawn]))
    return idx, keep * p / (keep * p + (1 - p))
