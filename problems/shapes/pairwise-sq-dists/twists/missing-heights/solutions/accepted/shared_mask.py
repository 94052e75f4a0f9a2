"""Mask of the shared coordinates; NaN comes from dividing by a count of zero."""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    difference = A[:, None, :] - B[None, :, :]
    shared = ~np.isnan(difference)
    total = np.sum(difference**2, axis=2, where=shared)
    with np.errstate(invalid="ignore"):
        return total * A.shape[1] / shared.sum(axis=2)
