"""Written for coordinates on a plan: only the first two count.

Trap: a hard-coded number of coordinates.
Mistake: shapes_assumed
Caught by: oracle/ordinary
May also fail: oracle/equal-sizes, stability/offset, edge/equal-points, edge/whole-centimetres,
  edge/small-sizes
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    east = A[:, 0][:, None] - B[:, 0][None, :]
    north = A[:, -1][:, None] - B[:, -1][None, :]
    return east**2 + north**2
