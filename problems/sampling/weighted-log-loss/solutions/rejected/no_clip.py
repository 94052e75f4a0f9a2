"""Takes the logarithm of the probabilities as they are.

Trap: an exact 0 or 1 on the wrong side gives an infinite loss.
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
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return float(np.sum(w * loss) / np.sum(w))
