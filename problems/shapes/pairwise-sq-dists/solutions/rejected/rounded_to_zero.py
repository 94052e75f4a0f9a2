"""Sets everything below one hundredth of a square millimetre to zero to be exact for equal points.

Trap: near pairs vanish with the noise.
Mistake: edge_cases_late
Caught by: stability/near-pairs
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    table = ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2)
    table[table < 1e-4] = 0.0
    return table
