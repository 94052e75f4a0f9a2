"""The mask is turned into integers, as a mask of zeros and ones could be.

Trap: a weight below one becomes zero, and what stands behind the point is lost.
Mistake: shapes_assumed
Caught by: edge/weights, oracle/weights
May also fail: loud/weights, policy/empty_row
"""

import numpy as np


def masked_mean(x, mask):
    x, weights = np.asarray(x, dtype=np.float64), np.asarray(mask).astype(np.int64)
    if x.ndim != 3 or weights.shape != x.shape[:2]:
        raise ValueError(f"x must be [B, T, D] and mask [B, T], got {x.shape} and {weights.shape}")
    if not np.all(weights >= 0):
        raise ValueError("weights must be at least 0")
    cleaned = np.where(weights[:, :, None] > 0, x, 0.0)
    sums = (weights[:, :, None] * cleaned).sum(axis=1)
    totals = weights.sum(axis=1, keepdims=True)
    return sums / np.where(totals > 0, totals, 1.0)
