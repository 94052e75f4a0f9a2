"""Compares lengths only, so a column of probabilities is broadcast against the row of labels. Violates "Raise ValueError ... if an
argument is not one-dimensional". Shows on y = [1, 0], p = [[0.8], [0.5]], weights = [1, 1]: a number comes back."""
import numpy as np


def weighted_log_loss(y, p, weights):
    if len(y) != len(p):
        raise ValueError("y and p differ in length")
    y = np.asarray(y)
    p = np.asarray(p, dtype=np.float64)
    pos = y == 1
    if isinstance(weights, str):
        if weights != "balanced":
            raise ValueError("weights")
        n1, n0 = int(pos.sum()), int((~pos).sum())
        if n1 == 0 or n0 == 0:
            raise ValueError("one label")
        w = np.where(pos, len(y) / (2 * n1), len(y) / (2 * n0))
    else:
        if len(weights) != len(y):
            raise ValueError("y and weights differ in length")
        w = np.asarray(weights, dtype=float)
    if w.sum() == 0:
        raise ValueError("weights sum to 0")
    q = np.clip(p, 1e-15, 1 - 1e-15)
    loss = np.where(pos, -np.log(q), -np.log1p(-q))
    return float((w * loss).sum() / w.sum())
