"""Mistake: labels are cast to int before they are checked, which truncates fractions. Violates "Raise ValueError ... if a label is anything but 0 or 1". Shows on y = [0, 1, 0.5], s = [1, 2, 3]: taken as label 0."""
import numpy as np


def roc_auc(y_true, scores):
    y = np.asarray(y_true).astype(np.int64)
    s = np.asarray(scores)
    if y.ndim != 1 or s.ndim != 1 or y.shape[0] != s.shape[0]:
        raise ValueError("shape")
    if y.min() < 0 or y.max() > 1:
        raise ValueError("labels must be 0 or 1")
    if np.isnan(s).any():
        raise ValueError("NaN score")
    order = np.argsort(s, kind="stable")
    y, s = y[order], s[order]
    starts = np.flatnonzero(np.r_[True, s[1:] != s[:-1]])
    pos = np.add.reduceat(y, starts)
    size = np.diff(np.r_[starts, len(s)])
    neg = size - pos
    below = np.cumsum(neg) - neg
    n1, n0 = int(pos.sum()), int(neg.sum())
    if n1 == 0 or n0 == 0:
        return float("nan")
    return float(int((pos * (2 * below + neg)).sum()) / (2 * n1 * n0))
