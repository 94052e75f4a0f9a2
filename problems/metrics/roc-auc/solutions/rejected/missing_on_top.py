"""No look at the scores: a sort puts NaN above everything.

Trap: a missing score wins or loses every pair without a word.
Mistake: edge_cases_late
Caught by: loud/missing-scores
"""

import numpy as np


def roc_auc(y_true, scores):
    y_true, scores = np.asarray(y_true), np.asarray(scores, dtype=float)
    if y_true.ndim != 1 or y_true.shape != scores.shape:
        raise ValueError("two vectors of one length are needed")
    if not np.isin(y_true, (0, 1)).all():
        raise ValueError("labels must be 0 or 1")
    positive, negative = scores[y_true == 1], np.sort(scores[y_true == 0])
    if not len(positive) or not len(negative):
        raise ValueError("both classes are needed")
    low = np.searchsorted(negative, positive, side="left").sum()
    high = np.searchsorted(negative, positive, side="right").sum()
    return float((low + high) / (2 * len(positive) * len(negative)))
