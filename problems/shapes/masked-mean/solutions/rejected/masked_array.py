"""numpy's masked arrays do the bookkeeping.

Trap: a masked array also masks a mean that is not finite, so a faulty token comes back as the fill value.
Mistake: wrong_objective
Caught by: edge/faulty-token
"""
import numpy as np


def masked_mean(x, mask):
    x = np.array(x, dtype=float)
    mask = np.array(mask, dtype=bool)
    if x.ndim != 3 or mask.ndim != 2 or x.shape[:2] != mask.shape:
        raise ValueError("x must be [B, T, D] and mask [B, T]")
    hidden = np.broadcast_to(~mask[:, :, np.newaxis], x.shape)
    means = np.ma.masked_array(x, mask=hidden).mean(axis=1)
    return np.ma.filled(means, 0.0)
