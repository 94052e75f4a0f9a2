"""Clips the probabilities in place. Violates "Arguments ... stay as they are" (and fails on read-only ones).
Shows on p = np.array([0.0, 1.0]): afterwards p[0] is 1e-15."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y = np.asarray(y)
    q = np.asarray(p, dtype=np.float64)
    if y.ndim != 1 or q.ndim != 1 or len(y) != len(q):
        raise ValueError("shape")
    pos = y == 1
    if isinstance(weights, str):
        if weights != "balanced":
            raise ValueError("weights")
        n1, n0 = int(pos.sum()), int((~pos).sum())
        if n1 == 0 or n0 == 0:
            raise ValueError("one label")
        w = np.where(pos, len(y) / (2 * n1), len(y) / (2 * n0))
    else:
        w = np.asarray(weights, dtype=float)
        if w.shape != y.shape:
            raise ValueError("shape")
    if w.sum() == 0:
        raise ValueError("weights sum to 0")
    np.clip(q, 1e-15, 1 - 1e-15, out=q)
    loss = np.where(pos, -np.log(q), -np.log1p(-q))
    return float(np.dot(w, loss) / w.sum())
