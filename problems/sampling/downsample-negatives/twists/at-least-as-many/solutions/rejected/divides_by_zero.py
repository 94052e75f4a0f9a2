"""Divides by the number of negatives without a look at it.

Trap: a table of malware only has no share.
Mistake: edge_cases_late
Caught by: oracle/correction, stability/correction, hygiene/inputs
"""

import numpy as np


def downsample(y, keep, seed, p):
    if not 0 < keep <= 1:
        raise ValueError("keep must be above 0 and at most 1")
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    malware, others = np.flatnonzero(y == 1), np.flatnonzero(y != 1)
    n_kept = min(len(others), max(len(malware), round(keep * len(others))))
    share = n_kept / len(others)
    drawn = np.random.default_rng(seed).choice(others, size=n_kept, replace=False)
    return np.sort(np.concatenate([malware, drawn])), share * p / (share * p + (1 - p))
