"""Mistake: whole centimetres are subtracted and squared in their own type: uint32 wraps around below zero, int32 overflows when squared. Violates "coordinates: ... whole centimetres as int32, uint32 or int64". Shows on A = np.array([[0, 0]], dtype=np.int32), B = np.array([[100000, 0]], dtype=np.int32)."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A)
    B = np.asarray(B)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("shapes")
    out = np.zeros((A.shape[0], B.shape[0]), dtype=np.float64)
    for k in range(A.shape[1]):
        diff = A[:, k][:, None] - B[:, k][None, :]
        out += diff * diff
    return out
