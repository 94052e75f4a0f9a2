"""A pair without a common coordinate gets zero.

Trap: the sum over nothing is zero, and so is the distance of equal points.
Mistake: edge_cases_late
Caught by: edge/nothing-shared
May also fail: oracle/missing
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    difference = A[:, None, :] - B[None, :, :]
    count = (~np.isnan(difference)).sum(axis=2)
    return np.nansum(difference**2, axis=2) * A.shape[1] / np.maximum(count, 1)
