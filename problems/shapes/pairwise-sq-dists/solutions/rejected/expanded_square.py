"""Norms of A plus norms of B minus twice the product.

Trap: near 1e8 the three terms have sixteen digits before the point, and the distance is what they differ by.
Mistake: early_optimisation
Caught by: stability/offset, stability/near-pairs
May also fail: edge/equal-points, stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    squares = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1)[None, :]
    return squares - 2.0 * A @ B.T
