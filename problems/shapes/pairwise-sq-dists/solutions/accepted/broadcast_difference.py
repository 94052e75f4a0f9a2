"""All differences at once in an array [n, m, d]."""

import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A, dtype=np.float64)
    B = np.asarray(B, dtype=np.float64)
    if A.ndim != 2 or B.ndim != 2:
        raise ValueError("A must be [n, d] and B [m, d]")
    if A.shape[1] != B.shape[1]:
        raise ValueError("A and B have different numbers of coordinates")
    difference = A[:, None, :] - B[None, :, :]
    return np.sum(difference**2, axis=2)
