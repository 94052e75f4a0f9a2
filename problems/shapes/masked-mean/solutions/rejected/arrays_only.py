"""Asks the batch for its shape before it is an array.

Trap: nested lists have no shape; the serving job sends them, the training job does not.
Mistake: shapes_assumed
Caught by: hygiene/forms
"""

import numpy as np


def masked_mean(x, mask):
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("x must be [B, T, D] and mask [B, T]")
    real = mask.astype(bool)[:, :, None]
    totals = np.where(real, x.astype(np.float64), 0.0).sum(axis=1)
    counts = real.sum(axis=1)
    return np.divide(totals, counts, out=np.zeros_like(totals), where=counts > 0)
