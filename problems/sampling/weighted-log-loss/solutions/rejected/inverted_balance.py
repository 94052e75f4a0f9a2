"""Gives each class the weight of its share instead of the inverse.

Trap: the common class gets the larger weight, so the imbalance is squared.
Mistake: wrong_objective
Caught by: oracle/balanced, metamorphic/class-share
May also fail: edge/dtypes, loud/arguments
"""

import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y).astype(int), np.asarray(p, dtype=float)
    if isinstance(weights, str):
        counts = np.bincount(y, minlength=2)
        if counts.min() == 0:
            raise ValueError("only one class")
        w = 2 * counts[y] / len(y)
    else:
        w = np.asarray(weights, dtype=float)
    p = np.clip(p, 1e-15, 1 - 1e-15)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return float(np.sum(w * loss) / np.sum(w))
