"""Expands the square in extended precision.

Trap: three more digits are not enough when twenty are lost.
Mistake: early_optimisation
Caught by: stability/near-pairs
May also fail: stability/offset, stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    A, B = A.astype(np.longdouble), B.astype(np.longdouble)
    squares = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1)[None, :]
    return np.maximum(squares - 2 * (A[:, None, :] * B[None, :, :]).sum(axis=2), 0).astype(float)
