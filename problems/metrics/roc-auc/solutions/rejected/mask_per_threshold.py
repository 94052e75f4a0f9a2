"""One mask over all rows for each distinct score.

Trap: looks vectorised, is quadratic when scores are distinct.
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
    p = y_true.sum()
    n = len(y_true) - p
    if p == 0 or n == 0:
        return float("nan")
    points, others_below = 0.0, 0
    for value in np.unique(scores):
        here = scores == value
        clicked = y_true[here].sum()
        others = here.sum() - clicked
        points += clicked * (others_below + others / 2)
        others_below += others
    return float(points / (p * n))
