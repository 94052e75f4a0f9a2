"""Trapezoids over a hundred evenly spaced thresholds.

Trap: an approximation of something that can be had exactly.
Mistake: wrong_objective
Caught by: oracle/distinct-scores, metamorphic/other-scale
May also fail: oracle/large-table, stability/close-scores, edge/small-rankings
"""

import numpy as np


def checked(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    if y_true.ndim != 1 or y_true.shape != scores.shape:
        raise ValueError("two vectors of one length are needed")
    if not np.isin(y_true, (0, 1)).all() or np.isnan(scores).any():
        raise ValueError("labels must be 0 or 1 and scores must be numbers")
    return y_true.astype(int), scores


def roc_auc(y_true, scores):
    y_true, scores = checked(y_true, scores)
    if y_true.min() == y_true.max():
        raise ValueError("both classes are needed")
    positive, negative = scores[y_true == 1], scores[y_true == 0]
    thresholds = np.linspace(scores.max() + 1.0, scores.min() - 1.0, 100)
    tpr = np.array([(positive >= t).mean() for t in thresholds])
    fpr = np.array([(negative >= t).mean() for t in thresholds])
    return float(np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2))
