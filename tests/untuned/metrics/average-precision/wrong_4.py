"""Mistake: scores closer than 1e-9 are merged into one threshold. Violates "Two scores are equal only if they are exactly equal; a difference of 1e-12 is a difference". Shows on y = [1, 0], s = [0.5 + 1e-12, 0.5]: 0.5 instead of 1."""
import numpy as np


def average_precision(y_true, scores):
    y = np.asarray(y_true).astype(np.int64)
    s = np.asarray(scores).astype(np.float64)
    total = y.sum()
    if total == 0:
        return 0.0
    order = np.argsort(s, kind="stable")[::-1]
    y, s = y[order], s[order]
    ends = np.append(np.flatnonzero(s[:-1] - s[1:] > 1e-9), len(s) - 1)
    tp = np.cumsum(y)[ends]
    return float(np.sum(np.diff(tp, prepend=0) / total * tp / (ends + 1)))
