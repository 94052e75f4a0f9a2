"""Everything not finite becomes zero before the masked sum.

Trap: real tokens that are NaN or infinite are counted as zeros.
Mistake: wrong_objective
Caught by: edge/faulty-token
"""
import numpy as np


def masked_mean(x, mask):
    x = np.nan_to_num(np.asarray(x, dtype=float), nan=0.0, posinf=0.0, neginf=0.0)
    weights = np.asarray(mask, dtype=float)
    if x.ndim != 3 or weights.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    total = np.einsum("btd,bt->bd", x, weights)
    return total / np.maximum(weights.sum(axis=1), 1)[:, None]
