"""A guarded denominator gives 0 where a class is missing.

Trap: the guard against division by zero decides silently.
Mistake: edge_cases_late
Caught by: edge/single-class
May also fail: policy/single_class
"""

import numpy as np


def checked(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    if y_true.ndim != 1 or y_true.shape != scores.shape:
        raise ValueError("two vectors of one length are needed")
    if not np.isin(y_true, (0, 1)).all() or np.isnan(scores).any():
        raise ValueError("labels must be 0 or 1 and scores must be numbers")
    return y_true.astype(int), scores


def average_ranks(scores):
    _, group, sizes = np.unique(scores, return_inverse=True, return_counts=True)
    return (np.cumsum(sizes) - (sizes - 1) / 2)[group]


def roc_auc(y_true, scores):
    y_true, scores = checked(y_true, scores)
    p = y_true.sum()
    n = len(y_true) - p
    return float((average_ranks(scores)[y_true == 1].sum() - p * (p + 1) / 2) / max(p * n, 1))
