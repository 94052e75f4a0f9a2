"""Mistake: the findings are counted in the narrow type of the labels, which overflows beyond 127. Violates "y_true: integers of any width". Shows on 200 findings as np.int8 with 200 distinct scores: far from 1.0 (n up to a few thousand)."""
import numpy as np


def average_precision(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores)
    if y.dtype == bool:
        y = y.astype(np.int64)
    if not y.any():
        return 0.0
    order = np.argsort(s, kind="stable")[::-1]
    y, s = y[order], s[order]
    tp = np.cumsum(y, dtype=y.dtype)
    keep = np.append(s[1:] != s[:-1], True)
    tp = tp[keep]
    precision = tp / (np.flatnonzero(keep) + 1)
    recall = tp / tp[-1]
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))
