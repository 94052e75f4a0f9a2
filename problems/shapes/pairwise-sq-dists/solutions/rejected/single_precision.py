"""Computes in single precision to halve the memory.

Trap: near 1e8 single precision has steps of eight centimetres.
Mistake: early_optimisation
Caught by: stability/offset, stability/near-pairs
May also fail: edge/equal-points, edge/whole-centimetres, stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    A, B = A.astype(np.float32), B.astype(np.float32)
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2).astype(float)
