"""Computes in the type of the arguments.

Trap: unsigned differences wrap around, and squares leave the range of 32 bits.
Mistake: shapes_assumed
Caught by: edge/whole-centimetres
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A), np.asarray(B)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2).astype(float)
