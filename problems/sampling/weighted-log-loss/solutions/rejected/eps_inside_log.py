"""Adds a small number inside the logarithm instead of clipping.

Trap: next to the limit the guard adds to the value it should only bound.
Mistake: none
Caught by: stability/certain
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
    loss = -np.log(np.where(y == 1, p, 1 - p) + 1e-15)
    return float(np.sum(w * loss) / np.sum(w))
