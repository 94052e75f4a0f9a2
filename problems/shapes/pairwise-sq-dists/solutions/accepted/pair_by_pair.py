"""Plain Python: the distance of each pair by math.dist, squared."""

import math

import numpy as np


def shape_checked(points):
    points = np.asarray(points)
    if points.ndim != 2:
        raise ValueError("a list of points has two axes")
    return points


def pairwise_sq_dists(A, B):
    A, B = shape_checked(A), shape_checked(B)
    if A.shape[1] != B.shape[1]:
        raise ValueError("points with different numbers of coordinates")
    table = np.empty((len(A), len(B)))
    theirs = B.tolist()
    for i, p in enumerate(A.tolist()):
        for j, q in enumerate(theirs):
            table[i, j] = math.dist(p, q) ** 2
    return table
