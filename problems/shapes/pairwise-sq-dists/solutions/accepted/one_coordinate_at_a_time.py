"""Adds up one coordinate after the other, so that nothing larger than the result is needed."""

import numpy as np


def pairwise_sq_dists(A, B):
    A, B = np.array(A, dtype=float), np.array(B, dtype=float)
    if not (A.ndim == B.ndim == 2 and A.shape[1] == B.shape[1]):
        raise ValueError("two lists of points with the same coordinates are needed")
    table = np.zeros((len(A), len(B)))
    for ours, theirs in zip(A.T, B.T):
        table += np.subtract.outer(ours, theirs) ** 2
    return table
