"""Clips the caller's probabilities in place.

Trap: the model's output changes under the feet of whoever uses it next.
Mistake: no_validation
Caught by: hygiene/inputs
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
    np.clip(p, 1e-15, 1 - 1e-15, out=p)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return float(np.sum(w * loss) / np.sum(w))
