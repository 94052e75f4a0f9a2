"""Clips at the lower end only.

Trap: a probability of exactly 1 for a quiet night is forgotten.
Mistake: edge_cases_late
Caught by: stability/certain, stability/single-precision
May also fail: loud/arguments
"""

import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y).astype(int), np.asarray(p, dtype=float)
    if isinstance(weights, str):
        counts = np.bincount(y, minlength=2)
        if counts.min() == 0:
            raise ValueError("only one class")
        w = len(y) / (2 * counts[y])
    else:
        w = np.asarray(weights, dtype=float)
    p = np.maximum(p, 1e-15)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return float(np.sum(w * loss) / np.sum(w))
