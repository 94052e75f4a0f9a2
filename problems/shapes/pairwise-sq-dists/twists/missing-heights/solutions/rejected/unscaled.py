"""Leaves the gaps out and does not scale.

Trap: pairs with gaps look closer than they are.
Mistake: wrong_objective
Caught by: oracle/missing
May also fail: edge/nothing-shared
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    difference = A[:, None, :] - B[None, :, :]
    total = np.nansum(difference**2, axis=2)
    return np.where(np.isnan(difference).all(axis=2), np.nan, total)
