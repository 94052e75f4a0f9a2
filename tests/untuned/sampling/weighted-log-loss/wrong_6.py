"""Clips at the machine epsilon, as scikit-learn does. Violates "clipped to [1e-15, 1 - 1e-15]".
Shows on y = [1], p = [0.0], weights = [1]: 36.04 instead of 34.54."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y = np.asarray(y)
    p = np.asarray(p, dtype=np.float64)
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
    eps = np.finfo(p.dtype).eps
    q = np.clip(p, eps, 1 - eps)
    loss = np.where(pos, -np.log(q), -np.log1p(-q))
    return float((w * loss).sum() / w.sum())
