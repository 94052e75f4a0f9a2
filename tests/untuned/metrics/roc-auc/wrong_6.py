"""Mistake: NaN scores are not refused; they sort to the end and count as the highest scores. Violates "Raise ValueError ... if a score is NaN". Shows on y = [0, 1], s = [0.3, NaN]: returns 1.0."""
import numpy as np


def roc_auc(y_true, scores):
    y = np.asarray(y_true)
    s = np.asarray(scores)
    if y.ndim != 1 or s.ndim != 1:
        raise ValueError("one-dimensional arguments expected")
    if len(y) != len(s):
        raise ValueError("lengths differ")
    if not np.isin(y, (0, 1)).all():
        raise ValueError("labels must be 0 or 1")
    pos = y == 1
    n1, n0 = int(pos.sum()), int((~pos).sum())
    if n1 == 0 or n0 == 0:
        return float("nan")
    _, inv, cnt = np.unique(s, return_inverse=True, return_counts=True)
    rank2 = (2 * np.cumsum(cnt) - cnt + 1)[inv.ravel()]
    return float((int(rank2[pos].sum()) - n1 * (n1 + 1)) / (2 * n1 * n0))
