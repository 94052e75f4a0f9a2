"""Clips in the precision of the input; in single precision 1 - 1e-15 is 1. Violates "p_i clipped to [1e-15, 1 - 1e-15]" for "single
precision; exact 0 and 1 occur". Shows on y = [0, 1], p = np.float32([1, 0.5]), weights = [1, 1]: infinity."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y = np.asarray(y)
    p = np.asarray(p)
    if p.dtype.kind != "f":
        p = p.astype(float)
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
    with np.errstate(divide="ignore"):
        loss = np.where(pos, -np.log(q), -np.log1p(-q))
    return float((w * loss).sum() / w.sum())
