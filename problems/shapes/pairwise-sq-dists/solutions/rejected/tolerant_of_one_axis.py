"""Takes a flat argument for one point.

Trap: what the contract refuses is guessed at.
Mistake: shapes_assumed
Caught by: loud/one-axis
May also fail: loud/three-axes
"""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.atleast_2d(np.asarray(A, dtype=float)), np.atleast_2d(np.asarray(B, dtype=float))
    if A.shape[-1] != B.shape[-1]:
        raise ValueError("different numbers of coordinates")
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=-1)
