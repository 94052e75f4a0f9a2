"""The expanded square with negative results lifted to zero.

Trap: the floor hides the sign of the lost digits and nothing else.
Mistake: early_optimisation
Caught by: stability/offset, stability/near-pairs
May also fail: edge/equal-points, stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    squares = np.einsum("nd,nd->n", A, A)[:, None] + np.einsum("md,md->m", B, B)
    return np.maximum(squares - 2.0 * np.dot(A, B.T), 0.0)
