"""Plain loops in Python floats (whole centimetres are exact in float64). Open point: an empty plain list has no columns and is refused as not two-dimensional; an array of shape (0, d) is fine."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A)
    B = np.asarray(B)
    if A.ndim != 2 or B.ndim != 2:
        raise ValueError("A and B must be two-dimensional")
    if A.shape[1] != B.shape[1]:
        raise ValueError("A and B differ in the number of columns")
    out = np.zeros((A.shape[0], B.shape[0]), dtype=np.float64)
    for i in range(A.shape[0]):
        for j in range(B.shape[0]):
            total = 0.0
            for k in range(A.shape[1]):
                diff = float(A[i, k]) - float(B[j, k])
                total += diff * diff
            out[i, j] = total
    return out
