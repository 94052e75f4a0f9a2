"""Plain loops over queries, features and real steps with Python floats. Open point: a query without any real token has no mean; its row is 0.0."""
import numpy as np


def masked_mean(x, mask):
    x = np.asarray(x)
    mask = np.asarray(mask)
    if x.ndim != 3:
        raise ValueError("x must be three-dimensional")
    if mask.shape != x.shape[:2]:
        raise ValueError("mask must have the shape [B, T]")
    B, T, D = x.shape
    out = np.zeros((B, D), dtype=np.float64)
    for b in range(B):
        steps = [t for t in range(T) if mask[b, t] == 1]
        if not steps:
            continue
        for d in range(D):
            total = 0.0
            for t in steps:
                total += float(x[b, t, d])
            out[b, d] = total / len(steps)
    return out
