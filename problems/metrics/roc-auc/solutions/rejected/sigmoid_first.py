"""Turns the scores into probabilities first.

Trap: the sigmoid is increasing on paper; in floats its ends are flat.
Mistake: none
Caught by: stability/close-scores
May also fail: metamorphic/other-scale
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
    if p == 0 or n == 0:
        raise ValueError("both classes are needed")
    ranks = average_ranks(1.0 / (1.0 + np.exp(-scores)))
    return float((ranks[y_true == 1].sum() - p * (p + 1) / 2) / (p * n))
