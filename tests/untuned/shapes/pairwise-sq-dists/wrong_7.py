"""Mistake: the table is built as a list of rows, which loses its width when A has no points. Violates "n and m may be 0" with "result: a new array [n, m]". Shows on A = np.zeros((0, 2)), B = np.zeros((3, 2)): shape (0,), not (0, 3)."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A, dtype=np.float64)
    B = np.asarray(B, dtype=np.float64)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("shapes")
    return np.array([((a - B) ** 2).sum(axis=1) for a in A], dtype=np.float64)
