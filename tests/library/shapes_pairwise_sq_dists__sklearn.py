"""sklearn.metrics.pairwise.euclidean_distances(squared=True)"""

import numpy as np
from sklearn.metrics.pairwise import euclidean_distances


def pairwise_sq_dists(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("the tables do not fit")
    if len(A) == 0 or len(B) == 0:  # which euclidean_distances refuses
        return np.zeros((len(A), len(B)))
    return euclidean_distances(A, B, squared=True)
