"""Uses y - 1 in the dtype of y; for unsigned bytes 0 - 1 is 255. Violates "booleans, integers (also unsigned bytes) or floats".
Shows on y = np.uint8([1, 0]), p = [0.8, 0.5], weights = [1, 1]: the result is negative."""
import numpy as np


def weighted_log_loss(y, p, weights):
    y = np.asarray(y)
    if y.dtype == bool:
        y = y.astype(int)
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
    loss = (y - 1) * np.log1p(-q) - y * np.log(q)
    return float((w * loss).sum() / w.sum())
