"""Turns labels into signs in the dtype they come in.

Trap: an unsigned byte has no minus one: 2 · 0 - 1 is 255.
Mistake: shapes_assumed
Caught by: edge/dtypes
May also fail: loud/arguments
"""

import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y), np.asarray(p, dtype=float)
    if isinstance(weights, str):
        counts = np.array([np.sum(y == 0), np.sum(y == 1)])
        if counts.min() == 0:
            raise ValueError("only one class")
        w = len(y) / (2 * counts[(y == 1).astype(int)])
    else:
        w = np.asarray(weights, dtype=float)
    p = np.clip(p, 1e-15, 1 - 1e-15)
    sign = 2 * y - 1
    loss = -np.log(np.where(sign > 0, p, 1 - p))
    return float(np.sum(w * loss) / np.sum(w))
