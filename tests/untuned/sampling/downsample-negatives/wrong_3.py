"""Takes every label above 0 for malware. Violates "1 is malware, every other value is not".
Shows on y = [2, 2, 2, 2], keep = 0.5: four rows instead of two."""
import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep")
    y = np.asarray(y)
    pos, neg = np.flatnonzero(y > 0), np.flatnonzero(y <= 0)
    rng = np.random.default_rng(seed)
    drawn = rng.choice(neg, size=round(keep * len(neg)), replace=False)
    idx = np.sort(np.concatenate([pos, drawn]))
    p = np.asarray(p, dtype=np.float64)
    return idx, keep * p / (keep * p + (1 - p))
