"""Returns distances.

Trap: the root belongs to another function of the same library.
Mistake: wrong_objective
Caught by: oracle/ordinary
May also fail: oracle/equal-sizes, stability/offset, stability/near-pairs, edge/equal-points,
  edge/whole-centimetres, edge/small-sizes, stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    return np.linalg.norm(A[:, None, :] - B[None, :, :], axis=2)
