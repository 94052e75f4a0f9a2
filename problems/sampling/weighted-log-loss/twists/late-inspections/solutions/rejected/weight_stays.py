"""Skips the losses of unlabelled rows but keeps their weights in the denominator.

Trap: nansum in the numerator, and the plain sum of the weights below it.
Mistake: wrong_objective
Caught by: oracle/late-inspections, loud/nothing-inspected
May also fail: loud/arguments
"""

import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y, dtype=float), np.clip(np.asarray(p, dtype=float), 1e-15, 1 - 1e-15)
    if isinstance(weights, str):
        failed, quiet = np.sum(y == 1), np.sum(y == 0)
        if min(failed, quiet) == 0:
            raise ValueError("balanced weights need rows of both classes")
        w = len(y) / (2 * np.where(y == 1, failed, quiet))
    else:
        w = np.asarray(weights, dtype=float)
    losses = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return np.nansum(w * losses) / np.sum(w)
