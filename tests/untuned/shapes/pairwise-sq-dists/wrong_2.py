"""Mistake: both tables are moved to the common mean before the expansion |a|^2 + |b|^2 - 2ab, which helps with the far origin but not with points kilometres apart. Violates "... and two points are 0.001 cm apart while others are kilometres away". Shows on A = [[1e8, 1e8], [1e8 + 1e6, 1e8]], B = [[1e8 + 0.001, 1e8]]."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.array(A, dtype=np.float64)
    B = np.array(B, dtype=np.float64)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("shapes")
    if len(A) == 0 or len(B) == 0:
        return np.zeros((len(A), len(B)))
    centre = np.vstack([A, B]).mean(axis=0)
    A -= centre
    B -= centre
    sq = np.sum(A ** 2, axis=1)[:, None] + np.sum(B ** 2, axis=1)[None, :] - 2 * A @ B.T
    sq = np.maximum(sq, 0.0)
    same = (A[:, None, :] == B[None, :, :]).all(axis=2)
    sq[same] = 0.0
    return sq
