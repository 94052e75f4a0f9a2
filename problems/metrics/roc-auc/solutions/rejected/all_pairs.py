"""The definition as it stands: every pair is compared.

Trap: right, and out of memory at the stated size.
Mistake: none
Caught by: growth/rows
May also fail: oracle/large-table
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
    positive, negative = scores[y_true == 1], scores[y_true == 0]
    if not len(positive) or not len(negative):
        return float("nan")
    wins = (positive[:, None] > negative[None, :]).mean()
    ties = (positive[:, None] == negative[None, :]).mean()
    return float(wins + 0.5 * ties)
