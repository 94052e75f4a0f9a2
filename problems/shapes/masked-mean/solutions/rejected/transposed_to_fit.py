"""A shape error silenced by transposing when it occurs.

Trap: with B = D the first attempt broadcasts without an error, and feature j is divided by the length of query j.
Mistake: shapes_assumed
Caught by: oracle/sizes
May also fail: edge/small-sizes, stability/small-dtypes, perturb/other-queries
Policies: empty_row=inconsistent
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    total = np.where(mask[:, :, None], x, 0).sum(axis=1)
    counts = np.maximum(mask.sum(axis=1), 1)
    try:
        return total / counts
    except ValueError:
        return (total.T / counts).T
