"""Applies the floor without looking at how many negatives there are.

Trap: a draw without replacement cannot give more than there is.
Mistake: edge_cases_late
Caught by: metamorphic/floor, metamorphic/floor-correction
May also fail: oracle/correction, stability/correction, hygiene/inputs
"""

import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep must be above 0 and at most 1")
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    malware, others = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = max(len(malware), round(keep * len(others)))
    share = n_kept / len(others) if len(others) else 1.0
    drawn = np.random.default_rng(seed).choice(others, size=n_kept, replace=False)
    return np.sort(np.concatenate([malware, drawn])), share * p / (share * p + (1 - p))
