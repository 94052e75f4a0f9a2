"""Mistake: precision is made monotone from the right (the interpolated AP of object detection). Violates "It is a sum of steps; nothing is interpolated". Shows on y = [1, 0, 0, 1, 1], s = [5, 4, 3, 2, 1]: precision 1/2 at the second finding becomes 3/5."""
import numpy as np


def average_precision(y_true, scores):
    y = np.asarray(y_true).astype(bool)
    s = np.asarray(scores)
    total = int(y.sum())
    if total == 0:
        return 0.0
    levels, inv = np.unique(s, return_inverse=True)
    inv = inv.ravel()
    n = np.bincount(inv, minlength=len(levels))[::-1]
    f = np.bincount(inv[y], minlength=len(levels))[::-1]
    precision = np.cumsum(f) / np.cumsum(n)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    return float(np.sum(f / total * precision))
