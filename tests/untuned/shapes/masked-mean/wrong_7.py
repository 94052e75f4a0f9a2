"""Mistake: the masked steps are zeroed in place, in the caller's array when x is float64. Violates "The inputs are not modified; they may be read-only or non-contiguous". Shows on x = np.array([[[1.0], [7.0]]]), mask = [[1, 0]]: afterwards 7.0 is 0.0."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=np.float64)
    m = np.asarray(mask)
    if x.ndim != 3 or m.shape != x.shape[:2]:
        raise ValueError("shapes")
    m = m.astype(bool)
    x[~m] = 0.0
    n = np.count_nonzero(m, axis=1)
    return x.sum(axis=1) / np.maximum(n, 1)[:, None]
