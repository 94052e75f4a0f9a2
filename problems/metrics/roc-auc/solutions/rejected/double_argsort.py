"""Ranks by two argsorts, so equal scores get different ranks.

Trap: the shortest way to ranks ignores ties.
Mistake: edge_cases_late
Caught by: oracle/tied-scores, metamorphic/row-order, edge/small-rankings
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
    p = y_true.sum()
    n = len(y_true) - p
    if p == 0 or n == 0:
        raise ValueError("both classes are needed")
    ranks = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
    return float((ranks[y_true == 1].sum() - p * (p + 1) / 2) / (p * n))
