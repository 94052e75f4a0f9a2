"""Computes ln(1 - p) by forming 1 - p first. Violates "compared at a relative tolerance of 1e-9" (the looser tolerance starts only
within 1e-12 of 0). Shows on y = [0, 0], p = [3e-11, 7e-11], weights = [1, 1]: relative error about 1e-6."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y = np.asarray(y, dtype=float)
    p = np.asarray(p, dtype=float)
    if y.ndim != 1 or p.ndim != 1 or len(y) != len(p):
        raise ValueError("shape")
    if isinstance(weights, str):
        if weights != "balanced":
            raise ValueError("weights")
        n1 = int((y == 1).sum())
        n0 = len(y) - n1
        if n1 == 0 or n0 == 0:
            raise ValueError("one label")
        w = np.where(y == 1, len(y) / (2 * n1), len(y) / (2 * n0))
    else:
        w = np.asarray(weights, dtype=float)
        if w.shape != y.shape:
            raise ValueError("shape")
    if w.sum() == 0:
        raise ValueError("weights sum to 0")
    q = np.clip(p, 1e-15, 1 - 1e-15)
    loss = np.where(y == 1, -np.log(q), -np.log(1 - q))
    return float((w * loss).sum() / w.sum())
