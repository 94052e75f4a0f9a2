"""Mistake: the origin is moved in place before the differences are taken, in the caller's arrays if they are float64. Violates "The arguments stay as they are. They may be nested lists, read-only or views". Shows on A = np.array([[5.0, 5.0]]): afterwards [[0, 0]]."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A, dtype=np.float64)
    B = np.asarray(B, dtype=np.float64)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("shapes")
    if len(A) and len(B):
        origin = np.floor(np.minimum(A.min(axis=0), B.min(axis=0)))
        for table in (A, B):
            table -= origin
    out = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        out[i] = ((B - A[i]) ** 2).sum(axis=1)
    return out
