"""Weights close to zero are taken for zero.

Trap: a query may have tiny weights only, and its mean is as good as any.
Mistake: edge_cases_late
Caught by: edge/weights
"""

import numpy as np


def masked_mean(x, mask):
    x, weights = np.asarray(x, dtype=np.float64), np.asarray(mask, dtype=np.float64)
    if x.ndim != 3 or weights.shape != x.shape[:2]:
        raise ValueError(f"x must be [B, T, D] and mask [B, T], got {x.shape} and {weights.shape}")
    if not np.all(weights >= 0):
        raise ValueError("weights must be at least 0")
    cleaned = np.where(weights[:, :, None] > 1e-4, x, 0.0)
    sums = (weights[:, :, None] * cleaned).sum(axis=1)
    totals = weights.sum(axis=1, keepdims=True)
    return sums / np.where(totals > 0, totals, 1.0)
