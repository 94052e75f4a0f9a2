"""Fills the upper triangle and mirrors it.

Trap: the table is symmetric only for a list against itself.
Mistake: shapes_assumed
Caught by: oracle/equal-sizes
May also fail: oracle/ordinary, stability/offset, stability/near-pairs, edge/equal-points,
  edge/whole-centimetres, edge/small-sizes, stability/two-regions
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    table = np.zeros((len(A), len(B)))
    for i in range(len(A)):
        for j in range(i, len(B)):
            table[i, j] = np.sum((A[i] - B[j]) ** 2)
            if j < len(A) and i < len(B):
                table[j, i] = table[i, j]
    return table
