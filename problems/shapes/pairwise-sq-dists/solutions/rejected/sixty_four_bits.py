"""Converts to 64-bit integers where the input is whole, so that sums are exact.

Trap: three squared differences of two billion do not fit.
Mistake: none
Caught by: edge/whole-centimetres
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A), np.asarray(B)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    if A.dtype.kind in "iu" and B.dtype.kind in "iu":
        A, B = A.astype(np.int64), B.astype(np.int64)
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2).astype(float)
