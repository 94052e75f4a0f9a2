"""Moves both lists to the first register point to save digits, in place.

Trap: `asarray` makes no copy of a float array, so the caller's points move.
Mistake: none
Caught by: hygiene/inputs
May also fail: stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    if len(B):
        origin = B[0].copy()
        A -= origin
        B -= origin
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2)
