"""Broadcasts the wrong way round: register points first.

Trap: the table has the right numbers at the wrong places, and the right shape when both lists are equally long.
Mistake: shapes_assumed
Caught by: oracle/ordinary, oracle/equal-sizes
May also fail: stability/offset, stability/near-pairs, edge/equal-points, edge/whole-centimetres, edge/small-sizes,
  hygiene/inputs, stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    return ((A[None, :, :] - B[:, None, :]) ** 2).sum(axis=2)
