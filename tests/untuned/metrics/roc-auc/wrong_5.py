"""Mistake: s.sort() sorts np.asarray(scores) in place, which is the caller's array. Violates "The arguments belong to the caller, so leave them as they are; arrays may be read-only or views". Shows on s = np.array([2.0, 1.0]): afterwards it is sorted."""
import numpy as np


def roc_auc(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores)
    if y.ndim != 1 or s.ndim != 1 or y.size != s.size:
        raise ValueError("shape")
    if ((y != 0) & (y != 1)).any() or (s != s).any():
        raise ValueError("value")
    y = y[np.argsort(s)] == 1
    s.sort()
    n1 = int(y.sum())
    n0 = y.size - n1
    if n1 == 0 or n0 == 0:
        return float("nan")
    first = np.searchsorted(s, s, side="left")
    last = np.searchsorted(s, s, side="right")
    rank2 = first + last + 1
    return float((int(rank2[y].sum()) - n1 * (n1 + 1)) / (2 * n1 * n0))
