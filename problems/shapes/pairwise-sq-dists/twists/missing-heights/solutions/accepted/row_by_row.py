"""One recorded point at a time, nanmean over the coordinates."""

import warnings

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("A must be [n, d] and B [m, d]")
    table = np.empty((len(A), len(B)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        for i, point in enumerate(A):
            table[i] = A.shape[1] * np.nanmean((B - point) ** 2, axis=1)
    return table
