"""Counts the coordinates that the recorded point has.

Trap: the register has gaps as well.
Mistake: shapes_assumed
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
    count = (~np.isnan(A)).sum(axis=1)[:, None]
    scaled = total * A.shape[1] / np.maximum(count, 1)
    return np.where(np.isnan(difference).all(axis=2), np.nan, scaled)
