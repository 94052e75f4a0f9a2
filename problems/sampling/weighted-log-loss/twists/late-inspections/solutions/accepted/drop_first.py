"""Drops the rows without a label first, then weighs the rest as before."""

import numpy as np


def weighted_log_loss(y, p, weights):
    y, p = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    labelled = ~np.isnan(y)
    if not labelled.any():
        raise ValueError("no row has a label yet")
    y, p = y[labelled].astype(int), np.clip(p[labelled], 1e-15, 1 - 1e-15)
    if isinstance(weights, str):
        counts = np.bincount(y, minlength=2)
        if counts.min() == 0:
            raise ValueError("balanced weights need rows of both classes")
        w = len(y) / (2 * counts[y])
    else:
        w = np.asarray(weights, dtype=float)[labelled]
    return np.average(-np.log(np.where(y == 1, p, 1 - p)), weights=w)
