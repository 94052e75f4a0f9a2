"""Refuses a single class before looking at the kind of weights.

Trap: weights per row need no second class; a quiet week is an ordinary input.
Mistake: edge_cases_late
Caught by: edge/small
May also fail: stability/certain, loud/arguments
"""

import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y).astype(int), np.asarray(p, dtype=float)
    counts = np.bincount(y, minlength=2)
    if counts.min() == 0:
        raise ValueError("only one class")
    if isinstance(weights, str):
        w = len(y) / (2 * counts[y])
    else:
        w = np.asarray(weights, dtype=float)
    p = np.clip(p, 1e-15, 1 - 1e-15)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return float(np.sum(w * loss) / np.sum(w))
