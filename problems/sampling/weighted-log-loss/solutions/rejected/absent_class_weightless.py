"""Gives a class without rows a count of one, to avoid the division by zero.

Trap: a log without a failure is reported as if it were balanced.
Mistake: edge_cases_late
Caught by: loud/one-class
May also fail: loud/arguments
"""

import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y).astype(int), np.asarray(p, dtype=float)
    if isinstance(weights, str):
        counts = np.bincount(y, minlength=2)
        w = len(y) / (2 * np.maximum(counts, 1)[y])
    else:
        w = np.asarray(weights, dtype=float)
    p = np.clip(p, 1e-15, 1 - 1e-15)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return float(np.sum(w * loss) / np.sum(w))
