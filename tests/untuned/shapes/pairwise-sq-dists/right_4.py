"""Row by row, with an inner product of each difference with itself. Open point: an empty plain list is refused."""
import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.array(A, dtype=float), np.array(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("shape")
    out = np.empty((A.shape[0], B.shape[0]))
    for i, point in enumerate(A):
        d = B - point
        out[i] = np.einsum("jk,jk->j", d, d)
    return out
