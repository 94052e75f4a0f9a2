"""Mistake: the sum is taken in the type of x and cast only afterwards. Violates "result: a new float64 array, computed in float64 whatever the dtype of x". Shows on x = np.full((1, 3, 1), 40000, dtype=np.float16), all real: infinity instead of 40000."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x)
    m = np.asarray(mask)
    if x.ndim != 3 or m.shape != x.shape[:2]:
        raise ValueError("shapes")
    m = m.astype(bool)
    kept = np.where(m[:, :, None], x, np.zeros((), dtype=x.dtype))
    total = kept.sum(axis=1).astype(np.float64)
    count = m.sum(axis=1)[:, None]
    return total / np.maximum(count, 1)
