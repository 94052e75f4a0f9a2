"""No look at the shapes.

Trap: a mask for one query broadcasts over the whole batch and the answer looks fine.
Mistake: shapes_assumed
Caught by: loud/masks
May also fail: loud/blocks
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)[..., None]
    counts = np.maximum(mask.sum(axis=1), 1)
    return np.where(mask, x, 0.0).sum(axis=1) / counts
