"""Mistake: entries below 1e-5 are snapped to 0 so that "equal points have the entry 0 exactly", which also erases points that differ. Violates "Every entry is right to a relative 1e-6, also when ... two points are 0.001 cm apart". Shows on A = [[0.0]], B = [[0.001]]: 0 instead of 1e-6."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A, dtype=np.float64)
    B = np.asarray(B, dtype=np.float64)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("shapes")
    diff = A[:, None, :] - B[None, :, :]
    out = (diff ** 2).sum(axis=2)
    out[out < 1e-5] = 0.0
    return out
