"""Fills missing coordinates with zero before subtracting.

Trap: a gap becomes a point at the origin of the grid.
Mistake: edge_cases_late
Caught by: oracle/missing, edge/nothing-shared
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    return ((np.nan_to_num(A)[:, None, :] - np.nan_to_num(B)[None, :, :]) ** 2).sum(axis=2)
