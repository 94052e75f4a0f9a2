"""Averages the squared differences instead of adding them.

Trap: a mean squared error has the same shape and the same zeros.
Mistake: wrong_objective
Caught by: oracle/ordinary, oracle/equal-sizes
May also fail: stability/offset, stability/near-pairs, edge/equal-points, edge/whole-centimetres,
  edge/small-sizes, stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    return np.mean((A[:, None, :] - B[None, :, :]) ** 2, axis=-1)
