"""Adds a small constant to the denominator against division by zero. Violates "sum_i w_i l_i / sum_i w_i" for "their sum lies between
1e-9 and 1e9". Shows on y = [1, 0], p = [0.8, 0.5], weights = [1e-9, 1e-9]: off by a relative 5e-4."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y = np.asarray(y)
    p = np.asarray(p, dtype=float)
    if y.ndim != 1 or p.ndim != 1 or len(y) != len(p):
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
    q = np.clip(p, 1e-15, 1 - 1e-15)
    loss = np.where(pos, -np.log(q), -np.log1p(-q))
    return float((w * loss).sum() / (w.sum() + 1e-12))
