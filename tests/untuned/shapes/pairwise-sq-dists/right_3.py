"""One coordinate at a time with subtract.outer, so that memory stays at n times m. Open point: an empty plain list is refused."""
import numpy as np


def pairwise_sq_dists(A, B):
    tables = []
    for table in (A, B):
        table = np.asarray(table)
        if table.ndim != 2:
            raise ValueError("a table of points has two dimensions")
        tables.append(table.astype(np.float64))
    a, b = tables
    if a.shape[1] != b.shape[1]:
        raise ValueError("different numbers of coordinates")
    out = np.zeros((len(a), len(b)))
    for k in range(a.shape[1]):
        delta = np.subtract.outer(a[:, k], b[:, k])
        out += delta * delta
    return out
