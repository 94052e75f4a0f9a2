"""Rows collected in a list and stacked.

Trap: an empty batch has nothing to stack.
Mistake: edge_cases_late
Caught by: edge/small-sizes
"""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x, dtype=float)
    mask = np.asarray(mask, dtype=bool)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("shapes do not fit")
    rows = []
    for tokens, real in zip(x, mask):
        rows.append(tokens[real].mean(axis=0) if real.any() else np.zeros(x.shape[2]))
    return np.stack(rows)
