"""Mistake: only the number of mask entries is checked before a reshape, so a transposed or flat mask is accepted and read in the wrong order. Violates "a mask whose shape is not exactly [B, T], raises ValueError". Shows on x of shape (2, 3, 1) with a mask of shape (3, 2)."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=np.float64)
    if x.ndim != 3:
        raise ValueError("x must be three-dimensional")
    B, T, D = x.shape
    m = np.asarray(mask)
    if m.size != B * T:
        raise ValueError("mask does not fit")
    m = m.reshape(B, T).astype(bool)
    out = np.zeros((B, D))
    for b in range(B):
        if m[b].any():
            out[b] = x[b, m[b]].mean(axis=0)
    return out
