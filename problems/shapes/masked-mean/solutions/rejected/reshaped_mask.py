"""The mask is reshaped until it fits.

Trap: a transposed mask has the right number of entries and the wrong order.
Mistake: shapes_assumed
Caught by: loud/masks
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    b, t, d = x.shape
    mask = np.asarray(mask, dtype=bool).reshape(b, t, 1)
    counts = np.maximum(mask.sum(axis=1), 1)
    return np.where(mask, x, 0.0).sum(axis=1) / counts
