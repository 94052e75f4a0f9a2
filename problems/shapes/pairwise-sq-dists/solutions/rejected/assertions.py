"""Refuses wrong shapes by assertions.

Trap: an assertion is another error than the one promised, and can be switched off.
Mistake: edge_cases_late
Caught by: loud/one-axis, loud/unequal-columns
May also fail: loud/three-axes
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    assert A.ndim == B.ndim == 2
    assert A.shape[1] == B.shape[1]
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2)
