"""Moves all points to their common mean, then expands the square.

Trap: the offset is gone, but a close pair is still the difference of two large numbers.
Mistake: early_optimisation
Caught by: stability/near-pairs, edge/equal-points
May also fail: stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    if len(A) == 0 or len(B) == 0:
        return np.zeros((len(A), len(B)))
    centre = np.concatenate([A, B]).mean(axis=0)
    A, B = A - centre, B - centre
    squares = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1)[None, :]
    return np.maximum(squares - 2.0 * A @ B.T, 0.0)
