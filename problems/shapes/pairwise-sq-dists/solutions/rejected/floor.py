"""Keeps a small floor under the result, so that nobody divides by zero later.

Trap: equal points are the case that the merge looks for.
Mistake: edge_cases_late
Caught by: edge/equal-points
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    return np.maximum(((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2), 1e-12)
