"""Leaves unequal numbers of coordinates to the broadcast.

Trap: one column against three broadcasts without a word.
Mistake: shapes_assumed
Caught by: loud/unequal-columns
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2:
        raise ValueError("A must be [n, d] and B [m, d]")
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2)
