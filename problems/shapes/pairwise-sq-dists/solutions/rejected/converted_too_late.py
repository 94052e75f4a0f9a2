"""Subtracts in the type of the arguments and converts before squaring.

Trap: an unsigned difference is already wrong when it is converted.
Mistake: shapes_assumed
Caught by: edge/whole-centimetres
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A), np.asarray(B)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    difference = (A[:, None, :] - B[None, :, :]).astype(float)
    return np.sum(difference**2, axis=2)
