"""Collects the rows in a list.

Trap: without a recorded point the list is empty and has one axis.
Mistake: edge_cases_late
Caught by: edge/small-sizes
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    return np.array([((B - point) ** 2).sum(axis=1) for point in A])
