import numpy as np


def pairwise_sq_dists(A, B):
    """Squared distances between all recorded points and all register points.

    A: [n, d] recorded points. B: [m, d] register points.
    Returns a float64 array [n, m]. Raises ValueError when the shapes do not fit.
    """
    raise NotImplementedError
