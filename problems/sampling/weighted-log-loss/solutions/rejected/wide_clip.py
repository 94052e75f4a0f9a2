"""Clips at a constant of its own habit.

Trap: the limit of another library, invisible unless the model is very sure.
Mistake: none
Caught by: stability/certain
May also fail: stability/single-precision, loud/arguments
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
    p = np.clip(p, 1e-7, 1 - 1e-7)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return float(np.sum(w * loss) / np.sum(w))
