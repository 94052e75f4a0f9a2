"""Mistake: the curve is integrated without its starting point (0, 0), so a group of ties at the top that holds both classes loses its triangle. Violates "two equal scores count one half". Shows on y = [1, 0, 0], s = [2, 2, 1]: 0.5 instead of 0.75."""
import numpy as np


def roc_auc(y_true, scores):
    y, s = np.asarray(y_true), np.asarray(scores)
    if y.ndim != 1 or s.ndim != 1 or y.shape != s.shape:
        raise ValueError("shape")
    if not np.isin(y, [0, 1]).all():
        raise ValueError("label")
    if np.isnan(s).any():
        raise ValueError("NaN")
    order = np.argsort(s, kind="stable")[::-1]
    y, s = y[order].astype(np.int64), s[order]
    ends = np.append(np.flatnonzero(s[1:] != s[:-1]), len(s) - 1)
    tp = np.cumsum(y)[ends]
    fp = ends + 1 - tp
    if tp[-1] == 0 or fp[-1] == 0:
        return float("nan")
    tpr, fpr = tp / tp[-1], fp / fp[-1]
    return float(np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2))
