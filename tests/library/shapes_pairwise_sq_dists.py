"""scipy.spatial.distance.cdist(metric="sqeuclidean")"""

from scipy.spatial.distance import cdist


def pairwise_sq_dists(A, B):
    return cdist(A, B, metric="sqeuclidean")
