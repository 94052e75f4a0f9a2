"""Mistake: masked steps are multiplied by 0, but 0 * NaN and 0 * inf are NaN. Violates "Masked steps hold uninitialised memory: any value the dtype can hold. They have no influence on the result". Shows on x = [[[1.0], [NaN]]], mask = [[1, 0]]."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=np.float64)
    m = np.asarray(mask)
    if x.ndim != 3 or m.shape != x.shape[:2]:
        raise ValueError("shapes")
    m = m.astype(np.float64)
    count = m.sum(axis=1, keepdims=True)
    return (x * m[:, :, None]).sum(axis=1) / np.maximum(count, 1.0)
