"""Padding zeroed in the caller's own block.

Trap: np.asarray does not copy a float64 array, so the caller's batch changes.
Mistake: pure_coding
Caught by: hygiene/untouched
May also fail: hygiene/forms
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    x[~mask] = 0.0
    return x.sum(axis=1) / np.maximum(mask.sum(axis=1), 1)[:, None]
