"""One query at a time; steps without weight are left out. Policies: empty_row=nan."""

import numpy as np


def masked_mean(x, mask):
    x, mask = np.asarray(x), np.asarray(mask)
    if x.ndim != 3 or mask.shape != x.shape[:2]:
        raise ValueError("x must be [B, T, D] and mask [B, T]")
    weights = mask.astype(np.float64)
    if np.isnan(weights).any() or (weights < 0).any():
        raise ValueError("a weight is negative or missing")
    means = np.full((x.shape[0], x.shape[2]), np.nan)
    for query, row in enumerate(weights):
        steps = np.flatnonzero(row)
        if len(steps):
            means[query] = np.average(x[query, steps].astype(np.float64), axis=0, weights=row[steps])
    return means
