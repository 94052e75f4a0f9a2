"""Vectorised: everything is brought to float64 first, then np.where between -log and -log1p. Open points: 1 - 1e-15 is the
double nearest to it."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y = np.asarray(y)
    p = np.asarray(p, dtype=np.float64)
    if y.ndim != 1 or p.ndim != 1 or y.shape != p.shape:
        raise ValueError("y and p must be one-dimensional with the same length")
    pos = y == 1
    if isinstance(weights, str):
        if weights != "balanced":
            raise ValueError(f"unknown weighting {weights!r}")
        n1 = np.count_nonzero(pos)
        n0 = len(y) - n1
        if min(n0, n1) == 0:
            raise ValueError("balanced weights need both labels")
        w = np.where(pos, len(y) / (2.0 * n1), len(y) / (2.0 * n0))
    else:
        w = np.asarray(weights, dtype=np.float64)
        if w.shape != y.shape:
            raise ValueError("weights must have one entry per row")
    total = w.sum()
    if total == 0:
        raise ValueError("weights sum to zero")
    q = np.clip(p, 1e-15, 1 - 1e-15)
    loss = np.where(pos, -np.log(q), -np.log1p(-q))
    return float((w * loss).sum() / total)
