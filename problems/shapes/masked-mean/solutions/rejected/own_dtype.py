"""Sums in the dtype of the block, converted at the end.

Trap: float16 overflows, float32 rounds, long before the conversion.
Mistake: edge_cases_late
Caught by: stability/small-dtypes
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    zero = np.zeros((), dtype=x.dtype)
    total = np.where(mask[:, :, None], x, zero).sum(axis=1)
    return (total / np.maximum(mask.sum(axis=1), 1)[:, None]).astype(np.float64)
