"""Mistake: descending order by argsort(-scores), which wraps around for unsigned integers (-0 stays 0, the smallest). Violates "scores: higher = more suspicious; any finite numbers, floats or integers". Shows on y = [0, 1], s = np.array([0, 7], dtype=np.uint8): 0.5 instead of 1."""
import numpy as np


def average_precision(y_true, scores):
    y = np.asarray(y_true).astype(np.int64)
    s = np.asarray(scores)
    total = y.sum()
    if total == 0:
        return 0.0
    order = np.argsort(-s, kind="stable")
    y, s = y[order], s[order]
    ends = np.append(np.flatnonzero(s[1:] != s[:-1]), len(s) - 1)
    tp = np.cumsum(y)[ends]
    precision = tp / (ends + 1)
    recall = tp / total
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))
