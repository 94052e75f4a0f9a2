"""Mistake: the numbers of columns are not compared; numpy complains about 2 against 3 but broadcasts 1 against 3. Violates "Raise ValueError if ... they differ in the number of columns". Shows on A = [[1.0]], B = [[1.0, 2.0, 3.0]]."""
import numpy as np


def pairwise_sq_dists(A, B):
    A = np.asarray(A, dtype=np.float64)
    B = np.asarray(B, dtype=np.float64)
    if A.ndim != 2 or B.ndim != 2:
        raise ValueError("two-dimensional arrays expected")
    diff = A[:, None, :] - B[None, :, :]
    return np.einsum("ijk,ijk->ij", diff, diff)
