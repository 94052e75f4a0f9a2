"""A small number added to every count against division by zero.

Trap: the guard moves every mean, not only the empty one.
Mistake: edge_cases_late
Caught by: oracle/padded
May also fail: oracle/scattered, oracle/sizes, oracle/numbers, edge/small-sizes, edge/faulty-token,
  stability/small-dtypes
Policies: empty_row=inconsistent
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    total = np.where(mask[:, :, None], x, 0.0).sum(axis=1)
    return total / (mask.sum(axis=1, keepdims=True) + 1e-6)
