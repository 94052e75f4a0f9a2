"""Padding multiplied by zero.

Trap: 0 * NaN is NaN, and 0 * inf too.
Mistake: edge_cases_late
Caught by: perturb/padding
Policies: empty_row=inconsistent
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=float)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    total = (x * mask[:, :, None]).sum(axis=1)
    return total / np.maximum(mask.sum(axis=1, keepdims=True), 1)
