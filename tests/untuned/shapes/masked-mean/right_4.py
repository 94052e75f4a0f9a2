"""Terse: one boolean selection and mean per query. Open point: NaN for a query without real tokens."""
import numpy as np


def masked_mean(x, mask):
    x, m = np.asarray(x), np.asarray(mask)
    if x.ndim != 3 or m.shape != x.shape[:2]:
        raise ValueError("x must be [B, T, D] and mask [B, T]")
    out = np.full((len(x), x.shape[2]), np.nan)
    for b, keep in enumerate(m == 1):
        if keep.any():
            out[b] = x[b][keep].astype(np.float64).mean(axis=0)
    return out
