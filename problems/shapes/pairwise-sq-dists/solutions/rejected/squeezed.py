"""Squeezes the result.

Trap: a single point loses its axis.
Mistake: shapes_assumed
Caught by: edge/small-sizes
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    return np.squeeze(((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2))
