"""Mistake: float32 to save memory; near 1e8 it has steps of 8 cm. Violates "Every entry is right to a relative 1e-6, also when all coordinates are near 1e8". Shows on A = [[1e8 + 1, 0]], B = [[1e8, 0]]: 0 instead of 1."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A, dtype=np.float32)
    B = np.asarray(B, dtype=np.float32)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("shapes")
    diff = A[:, np.newaxis, :] - B[np.newaxis, :, :]
    return np.sum(diff * diff, axis=2, dtype=np.float64)
