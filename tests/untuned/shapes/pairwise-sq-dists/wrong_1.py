"""Mistake: the expansion |a|^2 + |b|^2 - 2ab, clipped at zero, cancels near 1e8. Violates "Every entry is right to a relative 1e-6, also when all coordinates are near 1e8 and two points are 0.001 cm apart". Shows on A = [[1e8, 1e8]], B = [[1e8 + 0.001, 1e8]]."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A, dtype=np.float64)
    B = np.asarray(B, dtype=np.float64)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("shapes")
    aa = (A * A).sum(axis=1)[:, None]
    bb = (B * B).sum(axis=1)[None, :]
    return np.maximum(aa + bb - 2.0 * (A @ B.T), 0.0)
