"""Pairs the coordinates up with zip, which stops at the shorter point.

Trap: the missing coordinate is ignored.
Mistake: shapes_assumed
Caught by: loud/unequal-columns
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2:
        raise ValueError("A must be [n, d] and B [m, d]")
    table = np.zeros((len(A), len(B)))
    for i, p in enumerate(A):
        for j, q in enumerate(B):
            table[i, j] = sum((x - y) ** 2 for x, y in zip(p, q))
    return table
