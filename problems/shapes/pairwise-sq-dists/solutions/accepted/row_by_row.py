"""One recorded point at a time against the whole register."""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, float), np.asarray(B, float)
    if (A.ndim, B.ndim) != (2, 2) or A.shape[1] != B.shape[1]:
        raise ValueError("shapes must be [n, d] and [m, d]")
    table = np.empty((A.shape[0], B.shape[0]))
    for i, point in enumerate(A):
        step = B - point
        table[i] = np.einsum("md,md->m", step, step)
    return table
