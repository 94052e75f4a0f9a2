"""Takes the plain mean of the weighted losses.

Trap: the sum is divided by the number of rows, which is only right when the weights average to one.
Mistake: wrong_objective
Caught by: oracle/row-weights, metamorphic/weight-unit, edge/small
May also fail: stability/certain, stability/single-precision, edge/dtypes, loud/arguments
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
    p = np.clip(p, 1e-15, 1 - 1e-15)
    loss = -np.log(np.where(y == 1, p, 1 - p))
    return float(np.mean(w * loss))
